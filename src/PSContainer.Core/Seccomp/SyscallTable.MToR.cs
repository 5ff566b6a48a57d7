namespace PSContainer.Seccomp;

internal static partial class SyscallTable
{
    // The call, and its number on x86-64, i386, x32 (without its bit), arm64, arm; or one number for all.
    private static ReadOnlySpan<byte> MToR => """
        madvise 28 219 28 233 220
        map_shadow_stack 453
        mbind 237 274 237 235 319
        membarrier 324 375 324 283 389
        memfd_create 319 356 319 279 385
        memfd_secret 447 447 447 447 -
        migrate_pages 256 294 256 238 400
        mincore 27 218 27 232 219
        mkdir 83 39 83 - 39
        mkdirat 258 296 258 34 323
        mknod 133 14 133 - 14
        mknodat 259 297 259 33 324
        mlock 149 150 149 228 150
        mlock2 325 376 325 284 390
        mlockall 151 152 151 230 152
        mmap 9 90 9 222 -
        mmap2 - 192 - - 192
        modify_ldt 154 123 154 - -
        mount 165 21 165 40 21
        mount_setattr 442
        move_mount 429
        move_pages 279 317 533 239 344
        mprotect 10 125 10 226 125
        mpx - 56 - - -
        mq_getsetattr 245 282 245 185 279
        mq_notify 244 281 527 184 278
        mq_open 240 277 240 180 274
        mq_timedreceive 243 280 243 183 277
        mq_timedreceive_time64 - 419 - - 419
        mq_timedsend 242 279 242 182 276
        mq_timedsend_time64 - 418 - - 418
        mq_unlink 241 278 241 181 275
        mremap 25 163 25 216 163
        mseal 462
        msgctl 71 402 71 187 304
        msgget 68 399 68 186 303
        msgrcv 70 401 70 188 302
        msgsnd 69 400 69 189 301
        msync 26 144 26 227 144
        multiplexer -
        munlock 150 151 150 229 151
        munlockall 152 153 152 231 153
        munmap 11 91 11 215 91
        name_to_handle_at 303 341 303 264 370
        nanosleep 35 162 35 101 162
        newfstatat 262 - 262 79 -
        nfsservctl 180 169 - 42 169
        nice - 34 - - 34
        oldfstat - 28 - - -
        oldlstat - 84 - - -
        oldolduname - 59 - - -
        oldstat - 18 - - -
        olduname - 109 - - -
        open 2 5 2 - 5
        open_by_handle_at 304 342 304 265 371
        open_tree 428
        open_tree_attr 467
        openat 257 295 257 56 322
        openat2 437
        pause 34 29 34 - 29
        pciconfig_iobase - - - - 271
        pciconfig_read - - - - 272
        pciconfig_write - - - - 273
        perf_event_open 298 336 298 241 364
        personality 135 136 135 92 136
        pidfd_getfd 438
        pidfd_open 434
        pidfd_send_signal 424
        pipe 22 42 22 - 42
        pipe2 293 331 293 59 359
        pivot_root 155 217 155 41 218
        pkey_alloc 330 381 330 289 395
        pkey_free 331 382 331 290 396
        pkey_mprotect 329 380 329 288 394
        poll 7 168 7 - 168
        ppoll 271 309 271 73 336
        ppoll_time64 - 414 - - 414
        prctl 157 172 157 167 172
        pread64 17 180 17 67 180
        preadv 295 333 534 69 361
        preadv2 327 378 546 286 392
        prlimit64 302 340 302 261 369
        process_madvise 440
        process_mrelease 448
        process_vm_readv 310 347 539 270 376
        process_vm_writev 311 348 540 271 377
        prof - 44 - - -
        profil - 98 - - -
        pselect6 270 308 270 72 335
        pselect6_time64 - 413 - - 413
        ptrace 101 26 521 117 26
        putpmsg 182 189 182 - -
        pwrite64 18 181 18 68 181
        pwritev 296 334 535 70 362
        pwritev2 328 379 547 287 393
        query_module 178 167 - - -
        quotactl 179 131 179 60 131
        quotactl_fd 443
        read 0 3 0 63 3
        readahead 187 225 187 213 225
        readdir - 89 - - -
        readlink 89 85 89 - 85
        readlinkat 267 305 267 78 332
        readv 19 145 515 65 145
        reboot 169 88 169 142 88
        recv - - - - 291
        recvfrom 45 371 517 207 292
        recvmmsg 299 337 537 243 365
        recvmmsg_time64 - 417 - - 417
        recvmsg 47 372 519 212 297
        remap_file_pages 216 257 216 234 253
        removexattr 197 235 197 14 235
        removexattrat 466
        rename 82 38 82 - 38
        renameat 264 302 264 38 329
        renameat2 316 353 316 276 382
        request_key 249 287 249 218 310
        restart_syscall 219 0 219 128 0
        riscv_flush_icache -
        riscv_hwprobe -
        rmdir 84 40 84 - 40
        rseq 334 386 334 293 398
        rseq_slice_yield 471
        rt_sigaction 13 174 512 134 174
        rt_sigpending 127 176 522 136 176
        rt_sigprocmask 14 175 14 135 175
        rt_sigqueueinfo 129 178 524 138 178
        rt_sigreturn 15 173 513 139 173
        rt_sigsuspend 130 179 130 133 179
        rt_sigtimedwait 128 177 523 137 177
        rt_sigtimedwait_time64 - 421 - - 421
        rt_tgsigqueueinfo 297 335 536 240 363
        rtas -

        """u8;
}
