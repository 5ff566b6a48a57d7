/*
 * Makes a network namespace with its loopback device up, in a thread, while the launcher does other things: the kernel takes
 * longer for it than for all other namespaces together. It goes to whoever listens on a socket; should anything fail, a word
 * without it does, and the one who wants it makes it himself, and is told what is the matter.
 * What a thread needs of the managed runtime it does not have: no managed code is called here.
 */
#define _GNU_SOURCE
#include <linux/sockios.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument);

static char stack[64 << 10] __attribute__((aligned(64)));
static pthread_t maker;
static int is_begun;

/* Given by a socket in it, not by /proc: there is no path that could lead elsewhere. */
static int make_network(void)
{
    struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
    if (unshare(CLONE_NEWNET) != 0) {
        return -1;
    }

    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), network = -1;
    if (control >= 0) {
        network = ioctl(control, SIOCSIFFLAGS, &loopback) == 0 ? ioctl(control, SIOCGSKNS) : -1;
        close(control);
    }

    return network;
}

static void hand_over(int listener, int network)
{
    union { struct cmsghdr header; char room[CMSG_SPACE(sizeof network)]; } rights = { 0 };
    struct iovec word = { .iov_base = "", .iov_len = 1 };
    struct msghdr message = { .msg_iov = &word, .msg_iovlen = 1 };
    if (network >= 0) {
        message.msg_control = &rights;
        message.msg_controllen = sizeof rights;
        rights.header = (struct cmsghdr) { .cmsg_len = CMSG_LEN(sizeof network), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
        memcpy(CMSG_DATA(&rights.header), &network, sizeof network);
    }

    sendmsg(listener, &message, MSG_NOSIGNAL);
}

static void *make(void *argument)
{
    int listener = (int)(intptr_t)argument, network = make_network();
    hand_over(listener, network);
    close(listener);
    if (network >= 0) {
        close(network);
    }

    return NULL;
}

/* Takes the socket over. Returns an error number: then there will be none, and the socket is still the caller's. One at a time. */
int pscontainer_network_begin(int listener)
{
    pthread_attr_t attributes;
    sigset_t all;
    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack, sizeof stack);
    pthread_attr_setsigmask_np(&attributes, &all);
    int error = __real_pthread_create(&maker, &attributes, make, (void *)(intptr_t)listener);
    pthread_attr_destroy(&attributes);
    is_begun = error == 0;
    return error;
}

/* Waits until the thread has ended. */
void pscontainer_network_end(void)
{
    if (is_begun) {
        pthread_join(maker, NULL);
        is_begun = 0;
    }
}
