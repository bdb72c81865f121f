/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes more events than a small ring holds, while nobody reads: writes, then calls that change nothing, then fds; all on one CPU. When
 * DIR/go is there, it writes through each fd. Argument: DIR.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WRITES 20000
#define OTHERS 20000
#define FILES 10

static int opened(const char *folder, const char *name, int number)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s%d", folder, name, number);
    return open(path, O_CREAT | O_WRONLY, 0600);
}

/* Sends an fd to itself. */
static int received(int fd)
{
    char byte = 'x', control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec vector = {&byte, 1};
    struct msghdr m = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    int ends[2], got = -1;

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return -1;
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    if (sendmsg(ends[0], &m, 0) != 1)
        return -1;
    m.msg_controllen = sizeof control;
    if (recvmsg(ends[1], &m, 0) == 1)
        memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof got);
    return got;
}

int main(int count, char **arguments)
{
    int null = open("/dev/null", O_WRONLY), fds[FILES + 1];
    char text[100], go[512];
    struct stat status;
    cpu_set_t cpus;

    CPU_ZERO(&cpus);
    CPU_SET(sched_getcpu(), &cpus);
    if (count != 2 || sched_setaffinity(0, sizeof cpus, &cpus))
        return 2;
    memset(text, 'p', sizeof text);
    snprintf(go, sizeof go, "%s/go", arguments[1]);
    for (int i = 0; i < WRITES; i++)
        if (write(null, text, sizeof text) != sizeof text)
            return 3;
    for (int i = 0; i < OTHERS; i++)
        syscall(SYS_getppid);
    for (int i = 0; i < FILES; i++)
        fds[i] = dup(opened(arguments[1], "kept", i));
    fds[FILES] = received(opened(arguments[1], "sent", 0));
    opened(arguments[1], "filled", 0);
    while (stat(go, &status))
        usleep(20000);
    for (int i = 0; i <= FILES; i++)
        if (write(fds[i], "after", 5) != 5)
            return 4;
    return 0;
}
