/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tree of some fifty processes that differ in all that start tables tell: labtree FOLDER. Each waits for its end; when all stand, "ready" is
 * written. Whoever starts this ends the whole tree.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *folder;
static const char *self;
static int ready[2];

static void stands(void)
{
    if (write(ready[1], "x", 1) != 1)
        _exit(3);
}

static void wait_for_end(void)
{
    stands();
    for (;;)
        pause();
}

/* Becomes a program that waits, by the number of the pipe that it reports to. */
static void become(const char *path, const char *name, char **more)
{
    char number[16];
    char *args[8] = {(char *)name, "wait", number};

    snprintf(number, sizeof(number), "%d", ready[1]);
    for (int i = 0; more && more[i] && i < 4; i++)
        args[3 + i] = more[i];
    execv(path, args);
    _exit(4);
}

static char *in_folder(const char *name)
{
    static char path[4096];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static int file(const char *name, int flags)
{
    return open(in_folder(name), flags | O_CREAT, 0644);
}

static void plain(void)
{
}

static void files(void)
{
    file("plain", O_RDONLY);
    file("to write", O_WRONLY | O_APPEND | O_CLOEXEC);
    file("both", O_RDWR | O_NONBLOCK | O_SYNC);
    open(folder, O_RDONLY | O_DIRECTORY);
    open(folder, O_PATH);
    open(folder, O_TMPFILE | O_RDWR, 0600);
    open("/dev/null", O_RDWR);
    open("/dev/zero", O_RDONLY | O_CLOEXEC);
    open("/proc/self/status", O_RDONLY);
    open("/sys/kernel/mm", O_RDONLY);
    dup2(0, 900);
    fcntl(0, F_DUPFD_CLOEXEC, 300);
}

static void deleted(void)
{
    char there[4096];

    file("deleted", O_RDWR);
    unlink(in_folder("deleted"));
    file("linked", O_RDWR);
    snprintf(there, sizeof(there), "%s", in_folder("link"));
    if (link(in_folder("linked"), there))
        _exit(5);
    unlink(in_folder("linked"));
    file("name with (deleted)", O_RDWR);
    mkdir(in_folder("gone"), 0755);
    open(in_folder("gone"), O_RDONLY);
    rmdir(in_folder("gone"));
    file("old name", O_RDWR);
    snprintf(there, sizeof(there), "%s", in_folder("new name"));
    rename(in_folder("old name"), there);
    mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void unnamed(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    eventfd(1, 0);
    eventfd(1, EFD_CLOEXEC);
    epoll_create1(0);
    inotify_init1(IN_CLOEXEC);
    signalfd(-1, &signals, 0);
    timerfd_create(CLOCK_MONOTONIC, 0);
    memfd_create("of memory", MFD_CLOEXEC);
    syscall(SYS_pidfd_open, getpid(), 0);
    open("/proc/self/ns/net", O_RDONLY);
    open("/proc/self/ns/pid", O_RDONLY);
}

static void fifos(void)
{
    int ends[2];

    if (mkfifo(in_folder("fifo"), 0600))
        _exit(5);
    open(in_folder("fifo"), O_RDWR);
    if (pipe(ends) || pipe2(ends, O_CLOEXEC | O_NONBLOCK))
        _exit(5);
}

static void tcp(int family)
{
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *address = family == AF_INET ? (void *)&v4 : (void *)&v6;
    socklen_t length = family == AF_INET ? sizeof(v4) : sizeof(v6);
    int server = socket(family, SOCK_STREAM, 0), bound = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(family, SOCK_STREAM, 0);

    socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0);
    bind(bound, address, length);
    bind(server, address, length);
    listen(server, 3);
    getsockname(server, address, &length);
    connect(client, address, length);
    accept(server, NULL, NULL);
}

static void tcp4(void)
{
    tcp(AF_INET);
}

static void tcp6(void)
{
    tcp(AF_INET6);
}

static void mapped(void)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    socklen_t length = sizeof(v6);
    int server = socket(AF_INET6, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);

    bind(server, (void *)&v6, sizeof(v6));
    listen(server, 3);
    getsockname(server, (void *)&v6, &length);
    v4.sin_port = v6.sin6_port;
    connect(client, (void *)&v4, sizeof(v4));
    accept(server, NULL, NULL);
}

static void udp(void)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    socklen_t length = sizeof(v4);
    int server = socket(AF_INET, SOCK_DGRAM, 0), client = socket(AF_INET, SOCK_DGRAM, 0);

    socket(AF_INET, SOCK_DGRAM, 0);
    bind(server, (void *)&v4, sizeof(v4));
    getsockname(server, (void *)&v4, &length);
    connect(client, (void *)&v4, sizeof(v4));
    server = socket(AF_INET6, SOCK_DGRAM, 0);
    bind(server, (void *)&v6, sizeof(v6));
}

static socklen_t unix_address(struct sockaddr_un *address, const char *name)
{
    memset(address, 0, sizeof(*address));
    address->sun_family = AF_UNIX;
    if (name[0] == '@') {
        snprintf(address->sun_path + 1, 100, "%s", name + 1);
        return sizeof(address->sun_family) + strlen(name);
    }
    snprintf(address->sun_path, sizeof(address->sun_path), "%s", name);
    return sizeof(*address);
}

static void unix_sockets(void)
{
    struct sockaddr_un address;
    char abstract[64];
    int server, client, ends[2];
    socklen_t length;

    if (chdir(folder))
        _exit(5);
    length = unix_address(&address, "socket");
    server = socket(AF_UNIX, SOCK_STREAM, 0);
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(server, (void *)&address, length);
    listen(server, 3);
    connect(client, (void *)&address, length);
    accept(server, NULL, NULL);
    snprintf(abstract, sizeof(abstract), "@labtree-%d", getpid());
    length = unix_address(&address, abstract);
    server = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    bind(server, (void *)&address, length);
    listen(server, 3);
    length = unix_address(&address, "datagrams");
    server = socket(AF_UNIX, SOCK_DGRAM, 0);
    bind(server, (void *)&address, length);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        _exit(5);
    socket(AF_UNIX, SOCK_STREAM, 0);
}

static void other_sockets(void)
{
    socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
}

static void new_session(void)
{
    setsid();
}

static void new_group(void)
{
    setpgid(0, 0);
}

static void with_terminal(void)
{
    int lead = posix_openpt(O_RDWR | O_NOCTTY), end;

    grantpt(lead);
    unlockpt(lead);
    setsid();
    end = open(ptsname(lead), O_RDWR);
    ioctl(end, TIOCSCTTY, 0);
}

static void in_chroot(void)
{
    mkdir(in_folder("root"), 0755);
    mkdir(in_folder("root/sub"), 0755);
    open(folder, O_RDONLY);
    if (chroot(in_folder("root")) || chdir("/sub"))
        _exit(5);
    open("/file of root", O_CREAT | O_RDWR, 0644);
}

static void unshares(int flags)
{
    if (unshare(flags) && errno != EINVAL)
        _exit(5);
}

static void new_net(void)
{
    struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP};

    unshares(CLONE_NEWNET);
    ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &loopback);
    tcp(AF_INET);
}

static void new_mounts(void)
{
    unshares(CLONE_NEWNS);
    file("in own mounts", O_RDWR);
}

static void new_user(void)
{
    unshares(CLONE_NEWUSER | CLONE_NEWUTS | CLONE_NEWIPC);
}

static void new_pids(void)
{
    unshares(CLONE_NEWPID);
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (fork() == 0)
            wait_for_end();
        wait_for_end();
    }
}

static void *thread(void *name)
{
    prctl(PR_SET_NAME, name);
    wait_for_end();
    return NULL;
}

static void *thread_with_files(void *name)
{
    unshares(CLONE_FILES);
    file("of a thread", O_RDWR);
    return thread(name);
}

static void threads(void)
{
    pthread_t unused;

    pthread_create(&unused, NULL, thread, "first thread");
    pthread_create(&unused, NULL, thread, "second (thread)");
    pthread_create(&unused, NULL, thread_with_files, "own files");
    file("of the process", O_RDWR);
}

static void *outlives(void *name)
{
    usleep(100000);
    return thread(name);
}

static void leader_ends(void)
{
    pthread_t unused;

    file("of who is left", O_RDWR);
    pthread_create(&unused, NULL, outlives, "outlives");
    pthread_exit(NULL);
}

static void other_user(void)
{
    if (setgid(65534) || setuid(65534))
        _exit(5);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void renamed(void)
{
    prctl(PR_SET_NAME, "a name) of (15");
}

static void few_files(void)
{
    struct rlimit limit = {77, 99};

    setrlimit(RLIMIT_NOFILE, &limit);
}

static void executes(void)
{
    become(self, "executes", NULL);
}

static void long_arguments(void)
{
    static char long_one[5000];
    char *more[] = {long_one, "", "behind it", NULL};

    memset(long_one, 'a', sizeof(long_one) - 1);
    setenv("LONG", long_one, 1);
    become(self, "long", more);
}

static void other_environment(void)
{
    clearenv();
    setenv("KEY", "value with blanks", 1);
    become(self, "", NULL);
}

static void copy_program(int to)
{
    char bytes[4096];
    int from = open(self, O_RDONLY | O_CLOEXEC);
    ssize_t n;

    while ((n = read(from, bytes, sizeof(bytes))) > 0)
        if (write(to, bytes, n) != n)
            _exit(6);
    close(from);
}

static void of_memory(void)
{
    int program = memfd_create("program", MFD_CLOEXEC);
    char path[64];

    copy_program(program);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", program);
    become(path, "of memory", NULL);
}

static void deleted_program(void)
{
    char path[4096];
    int to;

    snprintf(path, sizeof(path), "%s", in_folder("program"));
    to = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
    copy_program(to);
    close(to);
    setenv("DELETE", path, 1);
    become(path, "deleted program", NULL);
}

static void shell(void)
{
    char command[128];

    snprintf(command, sizeof(command), "echo -n x >&%d; while :; do sleep 1000; done | cat", ready[1]);
    execl("/bin/sh", "sh", "-c", command, NULL);
    _exit(4);
}

static void below(void)
{
    pid_t child = fork();

    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            file("at the bottom", O_RDONLY);
        }
        wait_for_end();
    }
}

static void with_zombie(void)
{
    if (fork() == 0)
        _exit(0);
}

static void orphaned(void)
{
    if (fork() == 0) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, 0);
            while (getppid() != 1 && usleep(1000) == 0 && getppid() == 0)
                ;
            usleep(50000);
            wait_for_end();
        }
        _exit(0);
    }
    wait(NULL);
}

static void subreaper(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    orphaned();
}

struct role {
    void (*begin)(void);
    int stands; /* how many threads and children report */
};

static const struct role roles[] = {
    {plain, 1}, {plain, 1}, {files, 1}, {deleted, 1}, {unnamed, 1}, {fifos, 1}, {tcp4, 1}, {tcp6, 1}, {mapped, 1}, {udp, 1},
    {unix_sockets, 1}, {other_sockets, 1}, {new_session, 1}, {new_group, 1}, {with_terminal, 1}, {in_chroot, 1}, {new_net, 1},
    {new_mounts, 1}, {new_user, 1}, {new_pids, 3}, {threads, 4}, {leader_ends, 1}, {other_user, 1}, {renamed, 1}, {few_files, 1},
    {executes, 1}, {long_arguments, 1}, {other_environment, 1}, {of_memory, 1}, {deleted_program, 1}, {shell, 1}, {below, 3},
    {with_zombie, 1}, {subreaper, 2}, {files, 1}, {plain, 1}, {unnamed, 1}, {plain, 1},
};

int main(int argc, char **argv)
{
    char program[4096];
    int expected = 0;

    if (argc > 2 && strcmp(argv[1], "wait") == 0) {
        ready[1] = atoi(argv[2]);
        if (getenv("DELETE"))
            unlink(getenv("DELETE"));
        wait_for_end();
    }
    folder = argv[1];
    program[readlink("/proc/self/exe", program, sizeof(program) - 1)] = 0;
    self = program;
    if (pipe(ready))
        return 1;
    for (unsigned i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        expected += roles[i].stands;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            roles[i].begin();
            wait_for_end();
        }
    }
    for (char byte; expected > 0; expected--)
        if (read(ready[0], &byte, 1) != 1)
            return 2;
    puts("ready");
    fflush(stdout);
    for (;;)
        pause();
}
