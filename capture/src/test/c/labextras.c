/* SPDX-License-Identifier: Apache-2.0 */
/*
 * labextras signals: sends itself SIGUSR1 by kill, SIGRTMIN by sigqueue, gets SIGALRM of a timer and SIGCHLD of a child that ends.
 * labextras faults: touches 64 new pages, each once, behind a mark, and lets the kernel touch one; prints the first page's address.
 * labextras uring FILE: opens FILE through an io_uring, reads 4 bytes of it, and fails to connect to port 1 of this machine; exits with 9 where
 * io_uring cannot be had.
 * labextras switches: gives up the CPU 20 times by sleeping.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int seen;

static void on_signal(int signal)
{
    (void)signal;
    seen++;
}

static void wait_for(int count)
{
    while (seen < count)
        usleep(1000);
}

static int signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct itimerval timer = {.it_value = {.tv_usec = 1000}};
    union sigval value = {.sival_int = 7};
    int status;

    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGRTMIN, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
    sigaction(SIGCHLD, &action, NULL);
    kill(getpid(), SIGUSR1);
    wait_for(1);
    sigqueue(getpid(), SIGRTMIN, value);
    wait_for(2);
    setitimer(ITIMER_REAL, &timer, NULL);
    wait_for(3);
    if (fork() == 0)
        _exit(3);
    wait_for(4);
    wait(&status);
    return 0;
}

static int faults(void)
{
    char *pages = mmap(NULL, 65 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int fd = open("/dev/zero", O_RDONLY);
    char line[64];

    madvise(pages, 65 * 4096, MADV_NOHUGEPAGE);
    if (syscall(SYS_read, fd, pages + 64 * 4096, 16) != 16)
        return 1;
    for (int i = 0; i < 64; i++)
        pages[i * 4096] = 1;
    snprintf(line, sizeof(line), "/proc/faults-%lx", (unsigned long)pages);
    mkdir(line, 0700);
    return 0;
}

static struct {
    int fd;
    char *ring;
    struct io_uring_sqe *entries;
    struct io_uring_params parameters;
} uring;

/* Submits one operation and waits for its result. */
static int operate(struct io_uring_sqe operation)
{
    unsigned *tail = (unsigned *)(uring.ring + uring.parameters.sq_off.tail);
    unsigned *places = (unsigned *)(uring.ring + uring.parameters.sq_off.array);
    unsigned *head = (unsigned *)(uring.ring + uring.parameters.cq_off.head);
    struct io_uring_cqe *results = (void *)(uring.ring + uring.parameters.cq_off.cqes);
    unsigned at = *tail % uring.parameters.sq_entries;
    int result;

    uring.entries[at] = operation;
    places[at] = at;
    __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
    if (syscall(SYS_io_uring_enter, uring.fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
        return -1;
    result = results[*head % uring.parameters.cq_entries].res;
    __atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
    return result;
}

static int uring_operations(const char *file)
{
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(1), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    char bytes[4];
    int fd, sock = socket(AF_INET, SOCK_STREAM, 0);
    size_t size;

    uring.fd = syscall(SYS_io_uring_setup, 4, &uring.parameters);
    if (uring.fd < 0)
        return 9;
    size = uring.parameters.cq_off.cqes + uring.parameters.cq_entries * sizeof(struct io_uring_cqe);
    uring.ring = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, uring.fd, IORING_OFF_SQ_RING);
    uring.entries = mmap(NULL, 4 * sizeof(struct io_uring_sqe), PROT_READ | PROT_WRITE, MAP_SHARED, uring.fd, IORING_OFF_SQES);
    fd = operate((struct io_uring_sqe){.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (unsigned long)file});
    operate((struct io_uring_sqe){.opcode = IORING_OP_READ, .fd = fd, .addr = (unsigned long)bytes, .len = 4});
    operate((struct io_uring_sqe){.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (unsigned long)"/missing"});
    operate((struct io_uring_sqe){.opcode = IORING_OP_CONNECT, .fd = sock, .addr = (unsigned long)&peer, .off = sizeof(peer)});
    return 0;
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";

    if (!strcmp(what, "signals"))
        return signals();
    if (!strcmp(what, "faults"))
        return faults();
    if (!strcmp(what, "uring"))
        return uring_operations(arguments[2]);
    for (int i = 0; i < 20; i++)
        usleep(1000);
    return 0;
}
