/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a known list of system calls with known arguments, in order, all of them by syscall(2) where libc would choose another: what stands
 * between the two prctl marks is, for the first thread, exactly what labcalls.tsv lists. Writes only below the folder given as argument.
 *
 * labcalls FOLDER | labcalls quiet (exits with 7) | labcalls threads (four threads) | labcalls brief (forks children that end at once)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define S(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
#define MARK(text) S(prctl, 15, text)

static char buffer[8192];
static char stack[4][65536] __attribute__((aligned(16)));
static volatile int threads_done;

static void on_signal(int signal) { (void)signal; }

static int thread_body(void *number)
{
    S(mkdirat, AT_FDCWD, number, 0700);
    __atomic_add_fetch(&threads_done, 1, __ATOMIC_SEQ_CST);
    S(exit, 0);
    return 0;
}

static int clone_body(void *unused)
{
    (void)unused;
    S(exit_group, 3);
    return 0;
}

static void reap(int pid)
{
    int status;
    S(wait4, pid, &status, 0, 0);
}

static int threads(void)
{
    static const char *names[] = {"/proc/lab-t0", "/proc/lab-t1", "/proc/lab-t2", "/proc/lab-t3"};
    struct timespec rest = {0, 1000000};
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;

    for (int i = 0; i < 4; i++)
        clone(thread_body, stack[i] + sizeof(stack[i]), flags, (void *)names[i]);
    while (threads_done < 4)
        S(nanosleep, &rest, 0);
    return 0;
}

/* Children whose children live for less than a millisecond. */
static int brief(void)
{
    for (int i = 0; i < 5; i++) {
        int child = S(fork);
        if (child == 0) {
            int grandchild = S(fork);
            if (grandchild == 0) {
                S(mkdirat, AT_FDCWD, "/proc/lab-brief", 0700);
                S(exit_group, 0);
            }
            reap(grandchild);
            S(exit_group, 0);
        }
        reap(child);
    }
    return 0;
}

static void files(void)
{
    struct stat st;
    struct iovec v[2] = {{"abc", 3}, {"defg", 4}}, in[2] = {{buffer, 3}, {buffer + 10, 20}};
    struct open_how how = {.flags = O_RDWR | O_CREAT, .mode = 0640, .resolve = RESOLVE_NO_SYMLINKS};
    struct timespec times[2] = {{1, 0}, {2, 0}};
    long offset = 0, other = 0;

    S(mkdir, "d", 0755);
    S(mkdirat, AT_FDCWD, "e", 0700);
    S(chdir, "d");
    S(getcwd, buffer, 4096);
    S(chdir, "..");
    S(openat, AT_FDCWD, "a.txt", O_CREAT | O_RDWR | O_TRUNC, 0644); /* 3 */
    S(write, 3, "hello world", 11);
    S(pwrite64, 3, "HELLO", 5, 0);
    S(writev, 3, v, 2);
    S(pwritev, 3, v, 2, 2, 0);
    S(lseek, 3, 4, SEEK_SET);
    S(read, 3, buffer, 6);
    S(pread64, 3, buffer, 5, 1);
    S(readv, 3, in, 2);
    S(preadv, 3, in, 2, 0, 0);
    S(fstat, 3, &st);
    S(stat, "a.txt", &st);
    S(lstat, "a.txt", &st);
    S(newfstatat, AT_FDCWD, "a.txt", &st, AT_SYMLINK_NOFOLLOW);
    S(statx, AT_FDCWD, "a.txt", 0, 0x7ff, buffer);
    S(access, "a.txt", R_OK);
    S(access, "missing", W_OK);
    S(faccessat, AT_FDCWD, "a.txt", R_OK);
    S(chmod, "a.txt", 0600);
    S(fchmod, 3, 0640);
    S(fchmodat, AT_FDCWD, "a.txt", 0644);
    S(chown, "a.txt", -1, -1);
    S(fchown, 3, -1, -1);
    S(lchown, "a.txt", -1, -1);
    S(fchownat, AT_FDCWD, "a.txt", -1, -1, AT_SYMLINK_NOFOLLOW);
    S(truncate, "a.txt", 100);
    S(ftruncate, 3, 50);
    S(fsync, 3);
    S(fdatasync, 3);
    S(fallocate, 3, 0, 0, 64);
    S(utimensat, AT_FDCWD, "a.txt", times, 0);
    S(link, "a.txt", "l1");
    S(linkat, AT_FDCWD, "a.txt", AT_FDCWD, "l2", 0);
    S(symlink, "a.txt", "s1");
    S(symlinkat, "a.txt", AT_FDCWD, "s2");
    S(readlink, "s1", buffer, 100);
    S(readlinkat, AT_FDCWD, "s2", buffer, 100);
    S(rename, "l1", "r1");
    S(renameat, AT_FDCWD, "l2", AT_FDCWD, "r2");
    S(renameat2, AT_FDCWD, "r2", AT_FDCWD, "r3", 1);
    S(open, "missing", O_RDONLY, 0777);
    S(open, "a.txt", O_RDONLY | O_CLOEXEC, 0777); /* 4 */
    S(creat, "c.txt", 0600);                /* 5 */
    S(openat2, AT_FDCWD, "o2.txt", &how, sizeof(how)); /* 6 */
    S(dup, 3);                              /* 7 */
    S(dup2, 3, 20);
    S(dup3, 3, 21, O_CLOEXEC);
    S(fcntl, 3, F_GETFL, 0);
    S(flock, 3, LOCK_SH | LOCK_NB);
    S(ioctl, 3, 0x5401, buffer);
    S(sendfile, 5, 4, &offset, 10);
    offset = 0;
    S(copy_file_range, 4, &offset, 6, &other, 7, 0);
    S(close_range, 20, 21, 0);
    S(close, 7);
    S(close, 6);
    S(close, 5);
    S(close, 4);
    S(openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY, 0777); /* 4 */
    S(getdents64, 4, buffer, 4096);
    S(fchdir, 4);
    S(openat, 4, "a.txt", O_WRONLY | O_APPEND, 0777); /* 5 */
    S(close, 5);
    S(close, 4);
    S(mknod, "p1", S_IFIFO | 0600, 0);
    S(mknodat, AT_FDCWD, "p2", S_IFIFO | 0600, 0);
    S(umask, 022);
    S(statfs, ".", buffer);
    S(fstatfs, 3, buffer);
    S(setxattr, "a.txt", "user.lab", "v", 1, 0);
    S(getxattr, "a.txt", "user.lab", buffer, 10);
    S(unlink, "r1");
    S(unlinkat, AT_FDCWD, "d", AT_REMOVEDIR);
    S(rmdir, "e");
    S(rmdir, "missing");
    S(mount, "none", "missing", "tmpfs", 0, 0);
    S(umount2, "missing", 2);
    S(chroot, "missing");
    S(close, 3);
    S(close, 99);
}

static void memory(void)
{
    char *p = (char *)S(mmap, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    S(mprotect, p, 4096, PROT_READ);
    S(madvise, p, 4096, 4);
    S(mlock, p + 4096, 4096);
    S(munlock, p + 4096, 4096);
    S(mlock2, p + 4096, 4096, 1);
    S(msync, p, 4096, 1);
    p = (char *)S(mremap, p, 8192, 8192, 0);
    S(munmap, p, 8192);
    S(brk, 0);
    S(memfd_create, "labmem", 1); /* 3 */
    S(close, 3);
}

static void descriptors(void)
{
    int p[2];
    struct pollfd polls[2];
    struct timespec none = {0, 0};
    struct timeval now = {0, 0};
    struct epoll_event event = {.events = EPOLLIN}, got;
    unsigned long mask = 1 << (SIGUSR2 - 1);
    long timer[4] = {0, 0, 100, 0}, count = 5;
    fd_set set;

    S(pipe, p);               /* 3 4 */
    S(write, 4, "xyz", 3);
    S(pipe2, p, O_NONBLOCK);  /* 5 6 */
    S(read, 5, buffer, 1);
    S(splice, 3, 0, 6, 0, 2, 2);
    S(eventfd, 3);            /* 7 */
    S(eventfd2, 9, O_CLOEXEC); /* 8 */
    S(write, 7, &count, 8);
    S(signalfd, -1, &mask, 8); /* 9 */
    S(signalfd4, -1, &mask, 8, O_NONBLOCK); /* 10 */
    S(timerfd_create, CLOCK_MONOTONIC, O_NONBLOCK); /* 11 */
    S(timerfd_settime, 11, 0, timer, 0);
    S(inotify_init);          /* 12 */
    S(inotify_init1, O_NONBLOCK); /* 13 */
    S(inotify_add_watch, 13, ".", 2);
    S(epoll_create, 4);       /* 14 */
    S(epoll_create1, O_CLOEXEC); /* 15 */
    S(epoll_ctl, 14, EPOLL_CTL_ADD, 3, &event);
    S(epoll_wait, 14, &got, 4, 0);
    polls[0] = (struct pollfd){3, POLLIN, 0};
    polls[1] = (struct pollfd){4, POLLOUT, 0};
    S(poll, polls, 2, 0);
    S(ppoll, polls, 1, &none, 0, 8);
    FD_ZERO(&set);
    FD_SET(3, &set);
    S(select, 4, &set, 0, 0, &now);
    S(close_range, 3, 15, 0);
}

static void messages(int from, int to, int flags)
{
    struct iovec v[2] = {{"one", 3}, {"two2", 4}}, three = {"three", 5}, in = {buffer, 64}, first = {buffer + 64, 7};
    struct msghdr out = {.msg_iov = v, .msg_iovlen = 2}, back = {.msg_iov = &in, .msg_iovlen = 1};
    struct mmsghdr many[2] = {{.msg_hdr = out}, {.msg_hdr = {.msg_iov = &three, .msg_iovlen = 1}}};
    struct mmsghdr manyin[2] = {{.msg_hdr = {.msg_iov = &first, .msg_iovlen = 1}}, {.msg_hdr = back}};

    S(sendmsg, from, &out, flags);
    S(recvmsg, to, &back, 0);
    S(sendmmsg, from, many, 2, flags);
    S(recvmmsg, to, manyin, 2, 0, 0);
    S(recvmmsg, to, manyin, 2, MSG_DONTWAIT, 0); /* there is nothing */
}

/* To two addresses with one call. */
static void datagrams(int from)
{
    struct sockaddr_in to[2] = {{.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    struct iovec v[2] = {{"to9", 3}, {"to10", 4}};
    struct mmsghdr many[2] = {{.msg_hdr = {.msg_iov = &v[0], .msg_iovlen = 1, .msg_name = &to[0], .msg_namelen = sizeof(to[0])}},
                              {.msg_hdr = {.msg_iov = &v[1], .msg_iovlen = 1, .msg_name = &to[1], .msg_namelen = sizeof(to[1])}}};

    to[1] = to[0];
    to[1].sin_port = htons(10);
    S(sendmmsg, from, many, 2, 0);
}

static void sockets(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 a6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_un u = {.sun_family = AF_UNIX, .sun_path = "sock"};
    struct sockaddr_storage from;
    socklen_t length = sizeof(from);
    int on = 1, pair[2];

    S(socket, AF_INET, SOCK_STREAM, 0); /* 3 */
    S(setsockopt, 3, SOL_SOCKET, SO_REUSEADDR, &on, 4);
    S(bind, 3, &a, sizeof(a));
    length = sizeof(a);
    S(getsockname, 3, &a, &length);
    S(listen, 3, 5);
    S(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 6); /* 4 */
    S(connect, 4, &a, sizeof(a));
    length = sizeof(from);
    S(accept4, 3, &from, &length, SOCK_CLOEXEC); /* 5 */
    length = sizeof(from);
    S(getpeername, 5, &from, &length);
    S(sendto, 4, "tcp!", 4, 0, 0, 0);
    S(recvfrom, 5, buffer, 100, 0, 0, 0);
    length = 4;
    S(getsockopt, 4, SOL_SOCKET, SO_ERROR, &on, &length);
    messages(4, 5, 0);
    S(shutdown, 4, SHUT_WR);
    S(close, 5);
    S(close, 4);
    S(close, 3);
    a.sin_port = htons(1);
    S(socket, AF_INET, SOCK_STREAM, 0); /* 3 */
    S(connect, 3, &a, sizeof(a));       /* refused */
    S(close, 3);
    S(socket, AF_INET, SOCK_DGRAM, 0); /* 3 */
    a.sin_port = 0;
    S(bind, 3, &a, sizeof(a));
    length = sizeof(a);
    S(getsockname, 3, &a, &length);
    S(socket, AF_INET, SOCK_DGRAM, 17); /* 4 */
    S(sendto, 4, "dgram", 5, 0, &a, sizeof(a));
    length = sizeof(from);
    S(recvfrom, 3, buffer, 100, 0, &from, &length);
    datagrams(4);
    S(close, 4);
    S(close, 3);
    S(socket, AF_INET6, SOCK_DGRAM, 0); /* 3 */
    S(bind, 3, &a6, sizeof(a6));
    S(close, 3);
    S(socket, AF_UNIX, SOCK_STREAM, 0); /* 3 */
    S(bind, 3, &u, 2 + 5);
    S(listen, 3, 1);
    S(socket, AF_UNIX, SOCK_STREAM, 0); /* 4 */
    S(connect, 4, &u, 2 + 5);
    S(accept, 3, 0, 0); /* 5 */
    S(close_range, 3, 5, 0);
    S(unlink, "sock");
    S(socketpair, AF_UNIX, SOCK_DGRAM, 0, pair); /* 3 4 */
    messages(3, 4, 0);
    S(close_range, 3, 4, 0);
}

static void identities(void)
{
    unsigned r, e, s;
    struct rlimit limit, same;
    int semaphore;
    struct sembuf op = {0, 1, IPC_NOWAIT};

    S(getpid);
    S(getppid);
    S(gettid);
    S(getuid);
    S(geteuid);
    S(getgid);
    S(getegid);
    S(getresuid, &r, &e, &s);
    S(getresgid, &r, &e, &s);
    S(setresuid, -1, -1, -1);
    S(setresgid, -1, -1, -1);
    S(setreuid, -1, -1);
    S(setregid, -1, -1);
    S(getpgid, 0);
    S(setpgid, 0, 0);
    S(getrlimit, RLIMIT_NOFILE, &limit);
    S(setrlimit, RLIMIT_NOFILE, &limit);
    S(prlimit64, 0, RLIMIT_NOFILE, 0, &same);
    semaphore = S(semget, IPC_PRIVATE, 1, IPC_CREAT | 0600);
    S(semop, semaphore, &op, 1);
    S(semctl, semaphore, 0, IPC_RMID, 0);
    S(prctl, 3, 0, 0, 0, 0); /* PR_GET_DUMPABLE */
    S(setns, -1, CLONE_NEWNET);
    S(unshare, 0);
    S(ptrace, 7, 0x7ffffffe, 0, 5);
    S(seccomp, 99, 0, 0);
    S(bpf, 9999, 0, 0);
}

static void signals(void)
{
    int pid = S(getpid);
    struct timespec rest = {0, 1000};
    struct sigaction action = {.sa_handler = on_signal};

    sigaction(SIGUSR1, &action, 0);
    S(rt_sigprocmask, 0, 0, 0, 8);
    S(kill, pid, 0);
    S(tkill, pid, 0);
    S(tgkill, pid, pid, 0);
    S(kill, pid, SIGUSR1);
    S(nanosleep, &rest, 0);
    S(clock_nanosleep, CLOCK_MONOTONIC, 0, &rest, 0);
    S(futex, &threads_done, 1, 1, 0, 0, 0);
    S(sched_yield);
}

static void processes(char *self)
{
    char *quiet[] = {self, "quiet", 0}, *empty[] = {"LAB=1", 0};
    unsigned long arguments[11] = {0};
    int child, pidfd, own = S(getpid);
    struct iovec local = {buffer, 8}, remote = {stack[0], 8};

    child = S(fork);
    if (child == 0)
        S(exit_group, 1);
    reap(child);
    child = vfork();
    if (child == 0) {
        S(execve, self, quiet, empty);
        S(exit_group, 127);
    }
    reap(child);
    child = clone(clone_body, stack[0] + sizeof(stack[0]), SIGCHLD, 0);
    reap(child);
    arguments[4] = SIGCHLD; /* exit_signal */
    child = S(clone3, arguments, 64);
    if (child == 0)
        S(exit_group, 4);
    pidfd = S(pidfd_open, own, 0); /* 3 */
    S(pidfd_getfd, pidfd, 99, 0);
    reap(child);
    S(close, pidfd);
    S(process_vm_readv, own, &local, 1, &remote, 1, 0);
    S(execve, "missing", quiet, empty);
}

int main(int count, char **arguments)
{
    if (count > 1 && !strcmp(arguments[1], "quiet"))
        return 7;
    if (count > 1 && !strcmp(arguments[1], "threads"))
        return threads();
    if (count > 1 && !strcmp(arguments[1], "brief"))
        return brief();
    if (count < 2 || chdir(arguments[1]))
        return 2;
    S(close_range, 3, ~0U, 0);
    MARK("labstart");
    files();
    memory();
    descriptors();
    sockets();
    identities();
    signals();
    processes(arguments[0]);
    MARK("labend");
    return 5;
}
