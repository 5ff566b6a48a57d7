namespace PSContainer.Seccomp;

internal static partial class SyscallTable
{
    // The call, and its number on x86-64, i386, x32 (without its bit), arm64, arm; or one number for all.
    private static ReadOnlySpan<byte> AToF => """
        accept 43 - 43 202 285
        accept4 288 364 288 242 366
        access 21 33 21 - 33
        acct 163 51 163 89 51
        add_key 248 286 248 217 309
        adjtimex 159 124 159 171 124
        afs_syscall 183 137 183 - -
        alarm 37 27 37 - -
        arch_prctl 158 384 158 - -
        arm_fadvise64_64 - - - - 270
        arm_sync_file_range - - - - 341
        atomic_barrier -
        atomic_cmpxchg_32 -
        bdflush - 134 - - 134
        bind 49 361 49 200 282
        bpf 321 357 321 280 386
        break - 17 - - -
        breakpoint - - - - 983041
        brk 12 45 12 214 45
        cachectl -
        cacheflush - - - - 983042
        cachestat 451
        capget 125 184 125 90 184
        capset 126 185 126 91 185
        chdir 80 12 80 49 12
        chmod 90 15 90 - 15
        chown 92 182 92 - 182
        chown32 - 212 - - 212
        chroot 161 61 161 51 61
        clock_adjtime 305 343 305 266 372
        clock_adjtime64 - 405 - - 405
        clock_getres 229 266 229 114 264
        clock_getres_time64 - 406 - - 406
        clock_gettime 228 265 228 113 263
        clock_gettime64 - 403 - - 403
        clock_nanosleep 230 267 230 115 265
        clock_nanosleep_time64 - 407 - - 407
        clock_settime 227 264 227 112 262
        clock_settime64 - 404 - - 404
        clone 56 120 56 220 120
        clone3 435
        close 3 6 3 57 6
        close_range 436
        connect 42 362 42 203 283
        copy_file_range 326 377 326 285 391
        creat 85 8 85 - 8
        create_module 174 127 - - -
        delete_module 176 129 176 106 129
        dup 32 41 32 23 41
        dup2 33 63 33 - 63
        dup3 292 330 292 24 358
        epoll_create 213 254 213 - 250
        epoll_create1 291 329 291 20 357
        epoll_ctl 233 255 233 21 251
        epoll_ctl_old 214 - - - -
        epoll_pwait 281 319 281 22 346
        epoll_pwait2 441
        epoll_wait 232 256 232 - 252
        epoll_wait_old 215 - - - -
        eventfd 284 323 284 - 351
        eventfd2 290 328 290 19 356
        execve 59 11 520 221 11
        execveat 322 358 545 281 387
        exit 60 1 60 93 1
        exit_group 231 252 231 94 248
        faccessat 269 307 269 48 334
        faccessat2 439
        fadvise64 221 250 221 223 -
        fadvise64_64 - 272 - - -
        fallocate 285 324 285 47 352
        fanotify_init 300 338 300 262 367
        fanotify_mark 301 339 301 263 368
        fchdir 81 133 81 50 133
        fchmod 91 94 91 52 94
        fchmodat 268 306 268 53 333
        fchmodat2 452
        fchown 93 95 93 55 95
        fchown32 - 207 - - 207
        fchownat 260 298 260 54 325
        fcntl 72 55 72 25 55
        fcntl64 - 221 - - 221
        fdatasync 75 148 75 83 148
        fgetxattr 193 231 193 10 231
        file_getattr 468
        file_setattr 469
        finit_module 313 350 313 273 379
        flistxattr 196 234 196 13 234
        flock 73 143 73 32 143
        fork 57 2 57 - 2
        fremovexattr 199 237 199 16 237
        fsconfig 431
        fsetxattr 190 228 190 7 228
        fsmount 432
        fsopen 430
        fspick 433
        fstat 5 108 5 80 108
        fstat64 - 197 - - 197
        fstatat64 - 300 - - 327
        fstatfs 138 100 138 44 100
        fstatfs64 - 269 - - 267
        fsync 74 118 74 82 118
        ftime - 35 - - -
        ftruncate 77 93 77 46 93
        ftruncate64 - 194 - - 194
        futex 202 240 202 98 240
        futex_requeue 456
        futex_time64 - 422 - - 422
        futex_wait 455
        futex_waitv 449
        futex_wake 454
        futimesat 261 299 261 - 326
        _llseek - 140 - - 140
        _newselect - 142 - - 142
        _sysctl 156 149 - - 149

        """u8;
}
