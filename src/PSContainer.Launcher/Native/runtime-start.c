/*
 * Answers for the machine while the managed runtime starts. The runtime asks what matters to a server: limits of cgroups, sizes of
 * caches, processors, NUMA nodes, forty variables of the environment; that is half of its start, for a heap whose size the
 * build has fixed. The linker leads these calls here (--wrap, PSContainer.Launcher.csproj); from the first managed instruction on
 * each is the C library's own again. What a later runtime asks by other calls it is told by the C library: slower, never wrong.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include "runtime-start.h"

typedef void *thread_function(void *);

int pscontainer_is_starting = 1;
static uintptr_t heap_start, heap_end;
static thread_function *finalizer;
static void *finalizer_argument;

FILE *__real_fopen64(const char *path, const char *mode);
DIR *__real_opendir(const char *path);
char *__real_getenv(const char *name);
long __real_sysconf(int name);
int __real_sched_getaffinity(pid_t process, size_t size, cpu_set_t *processors);
int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, thread_function *function, void *argument);
void *__real_mmap64(void *start, size_t length, int protection, int flags, int file, off_t offset);
int __real_munmap(void *start, size_t length);
int __real_mprotect(void *start, size_t length, int protection);
int __real_madvise(void *start, size_t length, int advice);
int __real___managed__Main(int count, char **words);

static void *missing(void)
{
    errno = ENOENT;
    return NULL;
}

/* /proc/self/mountinfo, /proc/self/cgroup, /proc/meminfo, /sys/devices/system/cpu: the runtime does without where they are not mounted. */
FILE *__wrap_fopen64(const char *path, const char *mode)
{
    return pscontainer_is_starting ? missing() : __real_fopen64(path, mode);
}

DIR *__wrap_opendir(const char *path)
{
    return pscontainer_is_starting ? missing() : __real_opendir(path);
}

/* The caller's environment is the container's business: DOTNET_gcServer in it would give the launcher threads. */
char *__wrap_getenv(const char *name)
{
    return pscontainer_is_starting ? NULL : __real_getenv(name);
}

/* One processor: there is one thread, and waiting for another one by spinning is of no use to it. */
long __wrap_sysconf(int name)
{
    if (pscontainer_is_starting && (name == _SC_NPROCESSORS_CONF || name == _SC_NPROCESSORS_ONLN)) {
        return 1;
    }

    /* The C library finds these by cpuid, which a virtual machine traps. */
    return pscontainer_is_starting && name >= _SC_LEVEL1_ICACHE_SIZE && name <= _SC_LEVEL4_CACHE_LINESIZE ? 0 : __real_sysconf(name);
}

int __wrap_sched_getaffinity(pid_t process, size_t size, cpu_set_t *processors)
{
    if (!pscontainer_is_starting) {
        return __real_sched_getaffinity(process, size, processors);
    }

    CPU_ZERO_S(size, processors);
    CPU_SET_S(0, size, processors);
    return 0;
}

/*
 * Where the stack is. The C library reads /proc/self/maps for its upper end; that is the page after the program's path, which the
 * kernel puts there last, with a word of zeros behind it. A stack without a limit, or a huge one, is left to the C library.
 */
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    const uintptr_t page = 4096, most = 1u << 30;
    const char *path = (const char *)getauxval(AT_EXECFN);
    struct rlimit limit;
    if (!pscontainer_is_starting || path == NULL || getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur > most || limit.rlim_cur < 16 * page) {
        return __real_pthread_getattr_np(thread, attributes);
    }

    uintptr_t end = ((uintptr_t)path + strlen(path) + 1 + sizeof(void *) + page - 1) & ~(page - 1), size = limit.rlim_cur & ~(page - 1);
    int error = pthread_attr_init(attributes);
    return error != 0 ? error : pthread_attr_setstack(attributes, (void *)(end - size), size);
}

/* The thread that runs finalizers waits until the launcher asks for it: see FinalizerThread.cs. */
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, thread_function *function, void *argument)
{
    if (!pscontainer_is_starting || finalizer != NULL) {
        return __real_pthread_create(thread, attributes, function, argument);
    }

    finalizer = function;
    finalizer_argument = argument;
    *thread = pthread_self();
    return 0;
}

/*
 * The collector's address space, which it has reserved without any rights, made usable range by range and taken away again: each
 * time the kernel splits the mapping. Here it can be used as a whole from the start, which costs nothing until a page is touched;
 * never by huge pages, which would cost at the first touch what a launch has in all. Where that is too much for a limit
 * (RLIMIT_DATA, vm.overcommit_memory=2) it is as the collector asked for.
 */
static int is_heap(const void *start, size_t length)
{
    return (uintptr_t)start >= heap_start && (uintptr_t)start + length <= heap_end;
}

static void *map_usable(void *start, size_t length, int flags)
{
    void *mapping = __real_mmap64(start, length, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE, -1, 0);
    if (mapping != MAP_FAILED) {
        __real_madvise(mapping, length, MADV_NOHUGEPAGE);
    }

    return mapping;
}

void *__wrap_mmap64(void *start, size_t length, int protection, int flags, int file, off_t offset)
{
    const size_t least = 32u << 20;
    if (protection == PROT_NONE && (flags & MAP_FIXED) != 0 && is_heap(start, length)) {
        return map_usable(start, length, flags);
    }

    if (pscontainer_is_starting && heap_end == 0 && protection == PROT_NONE && length >= least) {
        void *mapping = map_usable(start, length, flags);
        if (mapping != MAP_FAILED) {
            heap_start = (uintptr_t)mapping;
            heap_end = heap_start + length;
            return mapping;
        }
    }

    return __real_mmap64(start, length, protection, flags, file, offset);
}

/* What is cut off at either end, for the sake of alignment, may be anybody's next. */
int __wrap_munmap(void *start, size_t length)
{
    uintptr_t first = (uintptr_t)start, end = first + length;
    if (first < heap_end && end > heap_start) {
        heap_end = first > heap_start ? first : heap_end;
        heap_start = first > heap_start ? heap_start : end;
    }

    return __real_munmap(start, length);
}

int __wrap_mprotect(void *start, size_t length, int protection)
{
    return is_heap(start, length) ? 0 : __real_mprotect(start, length, protection);
}

/* What of it is left out of a core dump, range by range: pages that were never touched are in none. */
int __wrap_madvise(void *start, size_t length, int advice)
{
    return advice == MADV_DONTDUMP || advice == MADV_DODUMP ? 0 : __real_madvise(start, length, advice);
}

int __wrap___managed__Main(int count, char **words)
{
    pscontainer_is_starting = 0;
    return __real___managed__Main(count, words);
}

/* Starts the thread that was held back; once. Returns an error number. */
int pscontainer_start_finalizer(void)
{
    thread_function *function = finalizer;
    pthread_attr_t attributes;
    pthread_t thread;
    if (function == NULL) {
        return 0;
    }

    finalizer = NULL;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int error = __real_pthread_create(&thread, &attributes, function, finalizer_argument);
    pthread_attr_destroy(&attributes);
    return error;
}
