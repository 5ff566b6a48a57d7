/*
 * Runs a program one instruction at a time, with its threads and children, and prints the address of each instruction between two
 * bounds when it is executed for the first time. What a child executes after an exec of its own is not looked at,
 * nor what it does when the program has ended. With REQUEST in the environment, the program's descriptor 3 is a socket on which that
 * file's content waits.
 *
 *     [REQUEST=FILE] first-steps FIRST LAST PROGRAM [ARGUMENT]...        (addresses in hexadecimal)
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long first, last;
static unsigned char *seen;

/* The program's end of the socket; -1 for none. This end stays open: the program ends when it is closed. */
static int offer(const char *path)
{
    enum { MOST = 1 << 20 };
    int pair[2], file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0 || sendfile(pair[0], file, NULL, MOST) < 0) {
        return -1;
    }

    close(file);
    return pair[1];
}

static pid_t start(char **command)
{
    enum { REQUESTS = 3 };
    int socket = offer(getenv("REQUEST"));
    pid_t process = fork();
    if (process == 0) {
        if (socket >= 0) {
            dup2(socket, REQUESTS);
        }

        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        execv(command[0], command);
        perror(command[0]);
        _exit(127);
    }

    int status;
    waitpid(process, &status, 0);
    ptrace(PTRACE_SETOPTIONS, process, NULL,
        PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC);
    ptrace(PTRACE_CONT, process, NULL, NULL);
    return process;
}

static void note(pid_t thread)
{
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, thread, NULL, &registers) == 0 && registers.rip >= first && registers.rip < last && !seen[registers.rip - first]) {
        seen[registers.rip - first] = 1;
        printf("%016llx\n", registers.rip);
    }
}

/* Goes on with a thread that has stopped; one that became another program goes on alone. */
static void go_on(pid_t thread, int status, pid_t process)
{
    int signal = WSTOPSIG(status), event = status >> 16;
    if (event == PTRACE_EVENT_EXEC && thread != process) {
        ptrace(PTRACE_DETACH, thread, NULL, NULL);
        return;
    }

    if (signal == SIGTRAP && event == 0) {
        note(thread);
    }

    long deliver = signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
    if (ptrace(PTRACE_SINGLESTEP, thread, NULL, deliver) < 0) {
        ptrace(PTRACE_CONT, thread, NULL, deliver);
    }
}

int main(int count, char **words)
{
    if (count < 4) {
        fprintf(stderr, "usage: %s FIRST LAST PROGRAM [ARGUMENT]...\n", words[0]);
        return 2;
    }

    first = strtoul(words[1], NULL, 16);
    last = strtoul(words[2], NULL, 16);
    seen = calloc(last - first, 1);
    pid_t process = start(words + 3), thread;
    int status;
    while ((thread = waitpid(-1, &status, __WALL)) > 0) {
        if (WIFSTOPPED(status)) {
            go_on(thread, status, process);
        } else if (thread == process) {
            return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        }
    }

    return 1;
}
