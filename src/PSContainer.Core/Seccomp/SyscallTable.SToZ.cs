namespace PSContainer.Seccomp;

internal static partial class SyscallTable
{
    // The call, and its number on x86-64, i386, x32 (without its bit), arm64, arm; or one number for all.
    private static ReadOnlySpan<byte> SToZ => """
        s390_guarded_storage -
        s390_pci_mmio_read -
        s390_pci_mmio_write -
        s390_runtime_instr -
        s390_sthyi -
        sched_get_priority_max 146 159 146 125 159
        sched_get_priority_min 147 160 147 126 160
        sched_getaffinity 204 242 204 123 242
        sched_getattr 315 352 315 275 381
        sched_getparam 143 155 143 121 155
        sched_getscheduler 145 157 145 120 157
        sched_rr_get_interval 148 161 148 127 161
        sched_rr_get_interval_time64 - 423 - - 423
        sched_setaffinity 203 241 203 122 241
        sched_setattr 314 351 314 274 380
        sched_setparam 142 154 142 118 154
        sched_setscheduler 144 156 144 119 156
        sched_yield 24 158 24 124 158
        seccomp 317 354 317 277 383
        security 185 - 185 - -
        select 23 82 23 - -
        semctl 66 394 66 191 300
        semget 64 393 64 190 299
        semop 65 - 65 193 298
        semtimedop 220 - 220 192 312
        semtimedop_time64 - 420 - - 420
        send - - - - 289
        sendfile 40 187 40 71 187
        sendfile64 - 239 - - 239
        sendmmsg 307 345 538 269 374
        sendmsg 46 370 518 211 296
        sendto 44 369 44 206 290
        set_mempolicy 238 276 238 237 321
        set_mempolicy_home_node 450
        set_robust_list 273 311 530 99 338
        set_thread_area 205 243 - - -
        set_tid_address 218 258 218 96 256
        set_tls - - - - 983045
        setdomainname 171 121 171 162 121
        setfsgid 123 139 123 152 139
        setfsgid32 - 216 - - 216
        setfsuid 122 138 122 151 138
        setfsuid32 - 215 - - 215
        setgid 106 46 106 144 46
        setgid32 - 214 - - 214
        setgroups 116 81 116 159 81
        setgroups32 - 206 - - 206
        sethostname 170 74 170 161 74
        setitimer 38 104 38 103 104
        setns 308 346 308 268 375
        setpgid 109 57 109 154 57
        setpriority 141 97 141 140 97
        setregid 114 71 114 143 71
        setregid32 - 204 - - 204
        setresgid 119 170 119 149 170
        setresgid32 - 210 - - 210
        setresuid 117 164 117 147 164
        setresuid32 - 208 - - 208
        setreuid 113 70 113 145 70
        setreuid32 - 203 - - 203
        setrlimit 160 75 160 164 75
        setsid 112 66 112 157 66
        setsockopt 54 366 541 208 294
        settimeofday 164 79 164 170 79
        setuid 105 23 105 146 23
        setuid32 - 213 - - 213
        setxattr 188 226 188 5 226
        setxattrat 463
        sgetmask - 68 - - -
        shmat 30 397 30 196 305
        shmctl 31 396 31 195 308
        shmdt 67 398 67 197 306
        shmget 29 395 29 194 307
        shutdown 48 373 48 210 293
        sigaction - 67 - - 67
        sigaltstack 131 186 525 132 186
        signal - 48 - - -
        signalfd 282 321 282 - 349
        signalfd4 289 327 289 74 355
        sigpending - 73 - - 73
        sigprocmask - 126 - - 126
        sigreturn - 119 - - 119
        sigsuspend - 72 - - 72
        socket 41 359 41 198 281
        socketcall - 102 - - -
        socketpair 53 360 53 199 288
        splice 275 313 275 76 340
        spu_create -
        spu_run -
        ssetmask - 69 - - -
        stat 4 106 4 - 106
        stat64 - 195 - - 195
        statfs 137 99 137 43 99
        statfs64 - 268 - - 266
        statmount 457
        statx 332 383 332 291 397
        stime - 25 - - -
        stty - 31 - - -
        subpage_prot -
        swapcontext -
        swapoff 168 115 168 225 115
        swapon 167 87 167 224 87
        switch_endian -
        symlink 88 83 88 - 83
        symlinkat 266 304 266 36 331
        sync 162 36 162 81 36
        sync_file_range 277 314 277 84 -
        sync_file_range2 - - - - 341
        syncfs 306 344 306 267 373
        sys_debug_setcontext -
        syscall -
        sysfs 139 135 139 - 135
        sysinfo 99 116 99 179 116
        syslog 103 103 103 116 103
        sysmips -
        tee 276 315 276 77 342
        tgkill 234 270 234 131 268
        time 201 13 201 - -
        timer_create 222 259 526 107 257
        timer_delete 226 263 226 111 261
        timer_getoverrun 225 262 225 109 260
        timer_gettime 224 261 224 108 259
        timer_gettime64 - 408 - - 408
        timer_settime 223 260 223 110 258
        timer_settime64 - 409 - - 409
        timerfd -
        timerfd_create 283 322 283 85 350
        timerfd_gettime 287 326 287 87 354
        timerfd_gettime64 - 410 - - 410
        timerfd_settime 286 325 286 86 353
        timerfd_settime64 - 411 - - 411
        times 100 43 100 153 43
        tkill 200 238 200 130 238
        truncate 76 92 76 45 92
        truncate64 - 193 - - 193
        tuxcall 184 - 184 - -
        ugetrlimit - 191 - - 191
        ulimit - 58 - - -
        umask 95 60 95 166 60
        umount - 22 - - -
        umount2 166 52 166 39 52
        uname 63 122 63 160 122
        unlink 87 10 87 - 10
        unlinkat 263 301 263 35 328
        unshare 272 310 272 97 337
        uprobe 336 - 336 - -
        uretprobe 335 - 335 - -
        uselib 134 86 - - 86
        userfaultfd 323 374 323 282 388
        usr26 - - - - 983043
        usr32 - - - - 983044
        ustat 136 62 136 - 62
        utime 132 30 132 - -
        utimensat 280 320 280 88 348
        utimensat_time64 - 412 - - 412
        utimes 235 271 235 - 269
        vfork 58 190 58 - 190
        vhangup 153 111 153 58 111
        vm86 - 166 - - -
        vm86old - 113 - - -
        vmsplice 278 316 532 75 343
        vserver 236 273 - - 313
        wait4 61 114 61 260 114
        waitid 247 284 529 95 280
        waitpid - 7 - - -
        write 1 4 1 64 4
        writev 20 146 516 66 146

        """u8;
}
