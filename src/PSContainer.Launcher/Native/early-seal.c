/*
 * Executes the launcher from a private read-only mount of itself before the managed runtime starts, for the commands that
 * put a process into a container. This only saves the start of a runtime that would execute itself anew at once: whatever
 * fails or is left out here, SealedLauncher.cs does, which holds the reasons too, and which refuses to go on unsafely.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SELF "/proc/self/exe"
#define READ_ONLY 1 /* ST_RDONLY of statfs(2), MOUNT_ATTR_RDONLY of mount_setattr(2) */
#define OPEN_TREE 428
#define MOUNT_SETATTR 442
#define OPEN_TREE_CLONE 1

struct attributes { uint64_t set, clear, propagation, user_namespace; };

/* A word that only looks like a command, as the value of an option does, costs an execve and nothing else. */
static int enters(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        if (!strcmp(words[i], "run") || !strcmp(words[i], "exec") || !strcmp(words[i], "create")) {
            return 1;
        }
    }
    return 0;
}

__attribute__((constructor)) static void seal_early(int count, char **words, char **environment)
{
    struct statfs system;
    struct attributes attributes = { .set = READ_ONLY };
    char path[32];

    if (geteuid() != 0 || !enters(count, words) || statfs(SELF, &system) != 0 || (system.f_flags & READ_ONLY)) {
        return;
    }

    /* A file in memory that is sealed is on no mount that could be cloned: that fails, and is fine. */
    int tree = (int)syscall(OPEN_TREE, AT_FDCWD, SELF, OPEN_TREE_CLONE | O_CLOEXEC);
    if (tree < 0) {
        return;
    }

    if (syscall(MOUNT_SETATTR, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", tree);
        execve(path, words, environment);
    }

    close(tree);
}
