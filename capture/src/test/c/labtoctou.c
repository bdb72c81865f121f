/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls whose memory another thread changes all the time: labtoctou FOLDER KIND ROUNDS [DEPTH]
 * One thread switches a letter or a port between two values while the other makes the call, finds out what the kernel did, and says so by
 * an lseek on no file: its offset is 1 or 2. DEPTH: how many "./" stand before the path's last part.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[8192], argument[] = "a";
static volatile char *letter;
static struct sockaddr_in address;
static in_port_t ports[2];
static volatile int done;

static void *switch_letters(void *unused)
{
    while (!done) {
        *letter = argument[0] = 'b';
        for (volatile int i = 0; i < 100; i++)
            ;
        *letter = argument[0] = 'a';
        for (volatile int i = 0; i < 100; i++)
            ;
    }
    return unused;
}

static void *switch_ports(void *unused)
{
    volatile in_port_t *port = &address.sin_port;

    while (!done) {
        *port = ports[1];
        for (volatile int i = 0; i < 100; i++)
            ;
        *port = ports[0];
        for (volatile int i = 0; i < 100; i++)
            ;
    }
    return unused;
}

static void say(long truth)
{
    lseek(-1, truth, SEEK_SET);
}

static void path_to(const char *folder, int depth, const char *name)
{
    size_t n = sprintf(path, "%s/", folder);

    while (depth-- > 0)
        n += sprintf(path + n, "./");
    n += sprintf(path + n, "%s", name);
    letter = path + n - 1;
}

static ino_t inode_of(const char *folder, const char *name)
{
    char file[4096];
    struct stat st;

    snprintf(file, sizeof(file), "%s/%s", folder, name);
    close(creat(file, 0755));
    return stat(file, &st) ? 0 : st.st_ino;
}

static int opens(int rounds, ino_t a)
{
    struct stat st;

    for (int i = 0; i < rounds; i++) {
        int fd = openat(AT_FDCWD, path, O_RDONLY);

        if (fd < 0 || fstat(fd, &st))
            return 2;
        say(st.st_ino == a ? 1 : 2);
        close(fd);
    }
    return 0;
}

static int folders(const char *folder, int rounds)
{
    char a[4096], b[4096];

    snprintf(a, sizeof(a), "%s/da", folder);
    snprintf(b, sizeof(b), "%s/db", folder);
    for (int i = 0; i < rounds; i++) {
        if (mkdir(path, 0700))
            return 2;
        say(rmdir(a) == 0 ? 1 : 2);
        rmdir(b);
    }
    return 0;
}

static int bound(int type, int which)
{
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(any);
    int fd = socket(AF_INET, type, 0);

    if (fd < 0 || bind(fd, (void *)&any, sizeof(any)) || (type == SOCK_STREAM && listen(fd, 16)) || getsockname(fd, (void *)&any, &length))
        exit(3);
    ports[which] = any.sin_port;
    return fd;
}

static int connects(int type, int rounds)
{
    struct linger reset = {.l_onoff = 1};
    int servers[2] = {bound(type, 0), bound(type, 1)};
    pthread_t thread;

    address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = ports[0]};
    printf("%d %d\n", ntohs(ports[0]), ntohs(ports[1]));
    fflush(stdout);
    pthread_create(&thread, NULL, switch_ports, NULL);
    for (int i = 0; i < rounds; i++) {
        struct sockaddr_in peer;
        socklen_t length = sizeof(peer);
        int fd = socket(AF_INET, type, 0), which;

        if (fd < 0 || connect(fd, (void *)&address, sizeof(address)) || getpeername(fd, (void *)&peer, &length))
            return 2;
        which = peer.sin_port == ports[0] ? 0 : 1;
        say(ntohs(peer.sin_port));
        if (type == SOCK_STREAM) {
            close(accept(servers[which], NULL, NULL));
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
        }
        close(fd);
    }
    return 0;
}

static int execs(int rounds)
{
    for (int i = 0; i < rounds; i++) {
        pid_t child = fork();
        int status;

        if (child == 0) {
            char *argv[] = {"executed", argument, NULL};
            pthread_t thread;

            pthread_create(&thread, NULL, switch_letters, NULL);
            for (volatile int wait = i % 64 * 100; wait > 0; wait--)
                ;
            execv(path, argv);
            _exit(4);
        }
        if (waitpid(child, &status, 0) != child || status)
            return 2;
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *kind = argc > 2 ? argv[2] : "";
    char own[4096], copy[2][4096];
    int rounds = argc > 3 ? atoi(argv[3]) : 0, depth = argc > 4 ? atoi(argv[4]) : 0;
    ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);
    pthread_t thread;
    ino_t a;

    if (n <= 0)
        return 1;
    own[n] = 0;
    if (strcmp(argv[0], "executed") == 0) {
        say(own[n - 1] == 'a' ? 1 : 2);
        say(argv[1][0] == 'a' ? 1 : 2);
        return 0;
    }
    if (strcmp(kind, "udp") == 0 || strcmp(kind, "tcp") == 0)
        return connects(kind[0] == 'u' ? SOCK_DGRAM : SOCK_STREAM, rounds);
    if (strcmp(kind, "exec") == 0) {
        for (int i = 0; i < 2; i++) {
            snprintf(copy[i], sizeof(copy[i]), "%s/x%c", argv[1], "ab"[i]);
            if (link(own, copy[i]))
                return 1;
        }
        path_to(argv[1], depth, "xa");
        return execs(rounds);
    }
    a = inode_of(argv[1], "fa");
    inode_of(argv[1], "fb");
    path_to(argv[1], depth, strcmp(kind, "mkdir") == 0 ? "da" : "fa");
    pthread_create(&thread, NULL, switch_letters, NULL);
    return strcmp(kind, "mkdir") == 0 ? folders(argv[1], rounds) : opens(rounds, a);
}
