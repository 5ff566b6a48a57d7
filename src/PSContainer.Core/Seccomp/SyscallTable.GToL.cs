namespace PSContainer.Seccomp;

internal static partial class SyscallTable
{
    // The call, and its number on x86-64, i386, x32 (without its bit), arm64, arm; or one number for all.
    private static ReadOnlySpan<byte> GToL => """
        get_kernel_syms 177 130 - - -
        get_mempolicy 239 275 239 236 320
        get_robust_list 274 312 531 100 339
        get_thread_area 211 244 - - -
        get_tls - - - - 983046
        getcpu 309 318 309 168 345
        getcwd 79 183 79 17 183
        getdents 78 141 78 - 141
        getdents64 217 220 217 61 217
        getegid 108 50 108 177 50
        getegid32 - 202 - - 202
        geteuid 107 49 107 175 49
        geteuid32 - 201 - - 201
        getgid 104 47 104 176 47
        getgid32 - 200 - - 200
        getgroups 115 80 115 158 80
        getgroups32 - 205 - - 205
        getitimer 36 105 36 102 105
        getpagesize -
        getpeername 52 368 52 205 287
        getpgid 121 132 121 155 132
        getpgrp 111 65 111 - 65
        getpid 39 20 39 172 20
        getpmsg 181 188 181 - -
        getppid 110 64 110 173 64
        getpriority 140 96 140 141 96
        getrandom 318 355 318 278 384
        getresgid 120 171 120 150 171
        getresgid32 - 211 - - 211
        getresuid 118 165 118 148 165
        getresuid32 - 209 - - 209
        getrlimit 97 76 97 163 -
        getrusage 98 77 98 165 77
        getsid 124 147 124 156 147
        getsockname 51 367 51 204 286
        getsockopt 55 365 542 209 295
        gettid 186 224 186 178 224
        gettimeofday 96 78 96 169 78
        getuid 102 24 102 174 24
        getuid32 - 199 - - 199
        getxattr 191 229 191 8 229
        getxattrat 464
        gtty - 32 - - -
        idle - 112 - - -
        init_module 175 128 175 105 128
        inotify_add_watch 254 292 254 27 317
        inotify_init 253 291 253 - 316
        inotify_init1 294 332 294 26 360
        inotify_rm_watch 255 293 255 28 318
        io_cancel 210 249 210 3 247
        io_destroy 207 246 207 1 244
        io_getevents 208 247 208 4 245
        io_pgetevents 333 385 333 292 399
        io_pgetevents_time64 - 416 - - 416
        io_setup 206 245 543 0 243
        io_submit 209 248 544 2 246
        io_uring_enter 426
        io_uring_register 427
        io_uring_setup 425
        ioctl 16 54 514 29 54
        ioperm 173 101 173 - -
        iopl 172 110 172 - -
        ioprio_get 252 290 252 31 315
        ioprio_set 251 289 251 30 314
        ipc - 117 - - -
        kcmp 312 349 312 272 378
        kexec_file_load 320 - 320 294 401
        kexec_load 246 283 528 104 347
        keyctl 250 288 250 219 311
        kill 62 37 62 129 37
        landlock_add_rule 445
        landlock_create_ruleset 444
        landlock_restrict_self 446
        lchown 94 16 94 - 16
        lchown32 - 198 - - 198
        lgetxattr 192 230 192 9 230
        link 86 9 86 - 9
        linkat 265 303 265 37 330
        listen 50 363 50 201 284
        listmount 458
        listns 470
        listxattr 194 232 194 11 232
        listxattrat 465
        llistxattr 195 233 195 12 233
        lock - 53 - - -
        lookup_dcookie 212 253 212 18 249
        lremovexattr 198 236 198 15 236
        lseek 8 19 8 62 19
        lsetxattr 189 227 189 6 227
        lsm_get_self_attr 459
        lsm_list_modules 461
        lsm_set_self_attr 460
        lstat 6 107 6 - 107
        lstat64 - 196 - - 196

        """u8;
}
