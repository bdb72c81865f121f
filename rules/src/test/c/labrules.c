/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts what the starter rules look for, harmlessly.
 *
 *   labrules stage BOX COMMAND...   builds a stage of its own around COMMAND: mount, network and host-name namespaces in which /etc, /srv,
 *                                   /dev, /var/log, /var/tmp and /usr/local/bin are empty and in memory, the kernel's switches are
 *                                   files of ours, and the only network is lo, with addresses that elsewhere would be public. BOX is the
 *                                   folder of a control group that is named as a container's is, or -.
 *   labrules                        plays the scene in the environment variable SCENE: commands with semicolons between, such as
 *                                   "as nginx ; as sh -c id ; read /etc/shadow". What each does stands beside its name below.
 *
 * Exits with 0 where all went as the scene says, else with a message and 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SELF "/srv/lab/labrules"
#define WORDS 32
#define ADDRESSES 4
#define PORTS 5

static const char *const addresses[ADDRESSES] = {"127.0.0.1", "198.51.100.7", "169.254.169.254", "10.9.9.9"};
static const unsigned short ports[PORTS] = {80, 443, 3333, 4711, 8125};
static const char *const quiet_folders[] = {"/etc", "/srv", "/var/log", "/var/tmp", "/dev", "/usr/local/bin"};
static const char *const switches[] = {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/randomize_va_space"};
static const char *const files[] = {
    "/etc/shadow", "/etc/group", "/etc/crontab", "/etc/hosts", "/etc/profile", "/var/log/auth.log", "/var/log/other.log", "/srv/lab/disk",
    "/srv/lab/id/.ssh/id_rsa", "/srv/lab/id/.ssh/id_rsa.pub", "/srv/lab/id/.ssh/authorized_keys", "/srv/lab/id/.aws/credentials",
    "/srv/lab/id/.aws/config", "/srv/lab/id/.bash_history", "/srv/lab/id/.bashrc", "/srv/lab/id/notes_history", "/srv/lab/file",
    "/etc/shadow.new", "/usr/local/bin/tool", "/dev/sda", 0};
static const struct { const char *name; int minor; } devices[] = {{"/dev/null", 3}, {"/dev/zero", 5}, {"/dev/random", 8}, {"/dev/urandom", 9}};

static pid_t victim;

static void fail(const char *what)
{
    fprintf(stderr, "labrules: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void need(long result, const char *what)
{
    if (result < 0)
        fail(what);
}

static void put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

    need(fd, path);
    if (*text)
        need(write(fd, text, strlen(text)), path);
    close(fd);
}

static void copy(const char *to, int mode)
{
    int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, mode);

    need(in, "own program");
    need(out, to);
    while (sendfile(out, in, 0, 1 << 24) > 0)
        ;
    close(in);
    close(out);
}

static int ended(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status == 0 ? 0 : 1;
}

/* ---- the stage ---- */

static void address(int socket, int number)
{
    struct ifreq request;
    struct sockaddr_in *at = (struct sockaddr_in *)&request.ifr_addr;

    memset(&request, 0, sizeof(request));
    snprintf(request.ifr_name, IFNAMSIZ, number == 0 ? "lo" : "lo:%d", number);
    at->sin_family = AF_INET;
    inet_pton(AF_INET, addresses[number], &at->sin_addr);
    need(ioctl(socket, SIOCSIFADDR, &request), "an address on lo");
    need(ioctl(socket, SIOCGIFFLAGS, &request), "flags of lo");
    request.ifr_flags |= IFF_UP;
    need(ioctl(socket, SIOCSIFFLAGS, &request), "lo");
}

static int listener_of(int family, const void *where, socklen_t length)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    need(fd, "a socket");
    need(bind(fd, where, length), "an address to listen at");
    need(listen(fd, 16), "listening");
    return fd;
}

static void listen_everywhere(void)
{
    static const char *const sockets[] = {"/srv/lab/docker.sock", "/srv/lab/other.sock"};

    for (int i = 0; i < PORTS; i++) {
        struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(ports[i])};
        listener_of(AF_INET, &any, sizeof(any));
    }
    for (int i = 0; i < 2; i++) {
        struct sockaddr_un path = {.sun_family = AF_UNIX};
        strcpy(path.sun_path, sockets[i]);
        listener_of(AF_UNIX, &path, sizeof(path));
        chmod(sockets[i], 0666);
    }
}

static void build_stage(void)
{
    need(unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS), "namespaces");
    need(mount(0, "/", 0, MS_REC | MS_PRIVATE, 0), "a private tree of mounts");
    need(sethostname("lab", 3), "a host name");
    int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    for (unsigned i = 0; i < sizeof(quiet_folders) / sizeof(*quiet_folders); i++)
        need(mount("lab", quiet_folders[i], "tmpfs", 0, "mode=755,size=64m"), quiet_folders[i]);
    for (unsigned i = 0; i < sizeof(devices) / sizeof(*devices); i++)
        need(mknod(devices[i].name, S_IFCHR | 0666, 1 << 8 | devices[i].minor), devices[i].name);
    mkdir("/dev/shm", 01777);
    need(mkdir("/srv/lab", 0755), "/srv/lab");
    mkdir("/srv/lab/id", 0755);
    mkdir("/srv/lab/mount", 0755);
    mkdir("/srv/lab/id/.ssh", 0755);
    mkdir("/srv/lab/id/.aws", 0755);
    mkdir("/etc/cron.d", 0755);
    for (int i = 0; files[i]; i++)
        put(files[i], "");
    put("/etc/passwd", "root:x:0:0::/srv/lab/id:/bin/sh\nlab:x:1000:1000::/srv/lab/id:/bin/sh\n");
    for (unsigned i = 0; i < sizeof(switches) / sizeof(*switches); i++)
        need(mount("/srv/lab/file", switches[i], 0, MS_BIND, 0), switches[i]);
    copy(SELF, 0755);
    copy("/var/tmp/tool", 0755);
    copy("/dev/shm/tool", 0755);
    close(self);
    int socket_for_lo = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    for (int i = 0; i < ADDRESSES; i++)
        address(socket_for_lo, i);
    close(socket_for_lo);
    int ready[2];
    need(pipe2(ready, O_CLOEXEC), "a pipe");
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        listen_everywhere();
        need(write(ready[1], "", 1), "a pipe");
        for (int fd = 0; fd < 3; fd++)
            close(fd);
        for (;;)
            pause();
    }
    close(ready[1]);
    char byte;
    if (read(ready[0], &byte, 1) != 1)
        exit(1);
    close(ready[0]);
    need(chdir("/srv/lab"), "/srv/lab");
}

/* ---- scenes ---- */

static char **environment(const char *rest)
{
    static char scene[4096], box[512];
    static char *const names[] = {scene, box, 0};
    static char *kept[3];

    snprintf(scene, sizeof(scene), "SCENE=%s", rest);
    snprintf(box, sizeof(box), "BOX=%s", getenv("BOX") ? getenv("BOX") : "-");
    memcpy(kept, names, sizeof(names));
    return kept;
}

/* Becomes another program, which is this one under another name, and plays the rest. */
static void become(const char *path, char **words, const char *rest)
{
    execve(path, words, environment(rest));
    fail(path);
}

/* Has the rest played by a child. */
static void as_child(const char *path, char **words, const char *rest)
{
    pid_t child = fork();

    need(child, "fork");
    if (child == 0)
        become(path, words, rest);
    exit(ended(child));
}

static const char *named(const char *name)
{
    static char path[256];

    snprintf(path, sizeof(path), "/srv/lab/%s", name);
    if (link(SELF, path) < 0 && errno != EEXIST)
        fail(path);
    return path;
}

static int connected(const char *to, int port)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    inet_pton(AF_INET, to, &where.sin_addr);
    need(fd, "a socket");
    need(connect(fd, (struct sockaddr *)&where, sizeof(where)), to);
    return fd;
}

static void connect_unix(const char *path)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    strcpy(where.sun_path, path);
    need(connect(fd, (struct sockaddr *)&where, sizeof(where)), path);
}

static void open_as(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0644);

    need(fd, path);
    close(fd);
}

/* Makes a child that does nothing; of another name where one is given. */
static void make_victim(const char *name)
{
    int gone[2];
    char byte;

    need(pipe2(gone, O_CLOEXEC), "a pipe");
    victim = fork();
    need(victim, "fork");
    if (victim == 0) {
        char *words[] = {(char *)name, 0};
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (name)
            become(named(name), words, "wait");
        close(gone[1]);
        for (;;)
            pause();
    }
    close(gone[1]);
    if (read(gone[0], &byte, 1) < 0) /* ends when the child has executed, or closed its end */
        fail("a pipe");
    close(gone[0]);
}

static void end_victim(void)
{
    kill(victim, SIGCONT);
    kill(victim, SIGUSR1);
    waitpid(victim, 0, 0);
}

static void trace(void)
{
    make_victim(0);
    need(ptrace(PTRACE_ATTACH, victim, 0, 0), "ptrace");
    waitpid(victim, 0, __WALL);
    ptrace(PTRACE_DETACH, victim, 0, 0);
    end_victim();
}

/* Moves into the name space of names that a child has made for itself: by its file, or by the child's pidfd. */
static void enter_child(int by_pidfd)
{
    char path[64], byte = 0;
    int ready[2];

    need(pipe2(ready, O_CLOEXEC), "a pipe");
    victim = fork();
    need(victim, "fork");
    if (victim == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        need(unshare(CLONE_NEWUTS), "a namespace of names");
        need(write(ready[1], &byte, 1), "a pipe");
        for (;;)
            pause();
    }
    need(read(ready[0], &byte, 1), "a pipe");
    snprintf(path, sizeof(path), "/proc/%d/ns/uts", victim);
    if (by_pidfd)
        need(setns(syscall(SYS_pidfd_open, victim, 0), CLONE_NEWUTS), "setns");
    else
        need(setns(open(path, O_RDONLY | O_CLOEXEC), 0), path);
    end_victim();
}

static void be_traced(void)
{
    pid_t child = fork();

    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        _exit(0);
    }
    waitpid(child, 0, 0);
}

static char word[] = "word";

static void poke(int writes)
{
    char mine[] = "word";
    struct iovec here = {mine, 4}, there = {word, 4};

    make_victim(0);
    need(writes ? process_vm_writev(victim, &here, 1, &there, 1, 0) : process_vm_readv(victim, &here, 1, &there, 1, 0), "its memory");
    end_victim();
}

static void load_program(int command)
{
    struct bpf_insn code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr program = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insn_cnt = 2, .insns = (unsigned long)code, .license = (unsigned long)"GPL"};
    union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    int fd = syscall(SYS_bpf, command, command == BPF_PROG_LOAD ? &program : &map, sizeof(program));

    need(fd, "bpf");
    close(fd);
}

/* Becomes an ordinary user who keeps one capability over the next exec. */
static void keep_capability(int capability)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}};

    prctl(PR_SET_KEEPCAPS, 1);
    need(setresuid(1000, 1000, 1000), "another user");
    data[capability / 32].effective = data[capability / 32].permitted = data[capability / 32].inheritable = 1u << capability % 32;
    need(syscall(SYS_capset, &header, data), "capset");
    need(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0), "an ambient capability");
}

static void wire(int fd)
{
    need(dup2(fd, 0), "standard input");
    need(dup2(fd, 1), "standard output");
    close(fd);
}

static void wire_unix(void)
{
    int pair[2];

    need(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "a pair");
    wire(pair[0]);
}

static void from_memory(char **words, const char *rest)
{
    int fd = memfd_create(words[0], MFD_CLOEXEC), in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

    need(fd, "memory");
    while (sendfile(fd, in, 0, 1 << 24) > 0)
        ;
    syscall(SYS_execveat, fd, "", words, environment(rest), AT_EMPTY_PATH);
    fail("a program in memory");
}

static int capability_named(const char *name)
{
    return strcmp(name, "sys_admin") == 0 ? CAP_SYS_ADMIN : CAP_NET_BIND_SERVICE;
}

static int is(char **words, const char *command)
{
    return strcmp(words[0], command) == 0;
}

static void play(char **w, const char *rest)
{
    char path[600];

    if (is(w, "as")) /* NAME ARGUMENT...: a child executes a program of this name, which plays the rest */
        as_child(named(w[1]), w + 1, rest);
    else if (is(w, "at")) /* PATH ARGUMENT...: the same, of a program that lies there */
        as_child(w[1], w + 1, rest);
    else if (is(w, "memory")) /* NAME ARGUMENT...: plays the rest as a program without a file */
        from_memory(w + 1, rest);
    else if (is(w, "join")) { /* FOLDER: moves into this control group */
        snprintf(path, sizeof(path), "%s/cgroup.procs", w[1]);
        put(path, "0");
    } else if (is(w, "boxed")) { /* moves into the control group that is named as a container's is */
        snprintf(path, sizeof(path), "%s/cgroup.procs", getenv("BOX"));
        put(path, "0");
    } else if (is(w, "user")) /* becomes an ordinary user */
        need(setresuid(1000, 1000, 1000), "another user");
    else if (is(w, "keep")) /* CAPABILITY: the same, and keeps it */
        keep_capability(capability_named(w[1]));
    else if (is(w, "read")) /* PATH: opens it for reading */
        open_as(w[1], O_RDONLY);
    else if (is(w, "write")) /* PATH: opens it for writing */
        open_as(w[1], O_WRONLY | O_CREAT);
    else if (is(w, "empty")) /* PATH: cuts it to nothing */
        open_as(w[1], O_WRONLY | O_TRUNC);
    else if (is(w, "remove"))
        need(unlink(w[1]), w[1]);
    else if (is(w, "rename"))
        need(rename(w[1], w[2]), w[1]);
    else if (is(w, "symlink"))
        need(symlink(w[1], w[2]), w[2]);
    else if (is(w, "chmod")) /* OCTAL PATH */
        need(chmod(w[2], strtol(w[1], 0, 8)), w[2]);
    else if (is(w, "connect")) /* ADDRESS PORT */
        close(connected(w[1], atoi(w[2])));
    else if (is(w, "unix")) /* PATH: connects to it */
        connect_unix(w[1]);
    else if (is(w, "wire")) /* ADDRESS PORT: connects, and makes the connection its input and output */
        wire(connected(w[1], atoi(w[2])));
    else if (is(w, "wire-unix")) /* the same with a pair of sockets of its own */
        wire_unix();
    else if (is(w, "socket")) /* DOMAIN TYPE PROTOCOL, as numbers */
        need(socket(atoi(w[1]), atoi(w[2]) | SOCK_CLOEXEC, atoi(w[3])), "a socket");
    else if (is(w, "trace")) /* attaches itself to a child of its own */
        trace();
    else if (is(w, "be-traced")) /* has a child ask to be traced */
        be_traced();
    else if (is(w, "poke")) /* writes into a child's memory */
        poke(1);
    else if (is(w, "peek")) /* reads it */
        poke(0);
    else if (is(w, "enter")) /* NAMESPACE: moves into its own */ {
        snprintf(path, sizeof(path), "/proc/self/ns/%s", w[1]);
        need(setns(open(path, O_RDONLY | O_CLOEXEC), 0), path);
    } else if (is(w, "enter-child")) /* moves into a child's */
        enter_child(0);
    else if (is(w, "enter-pidfd"))
        enter_child(1);
    else if (is(w, "enter-own")) { /* moves into its own, by its number */
        snprintf(path, sizeof(path), "/proc/%d/ns/uts", getpid());
        need(setns(open(path, O_RDONLY | O_CLOEXEC), 0), path);
    } else if (is(w, "mount")) /* FOLDER: a file system in memory */
        need(mount("lab", w[1], "tmpfs", 0, 0), w[1]);
    else if (is(w, "unshare-user"))
        need(unshare(CLONE_NEWUSER), "a user namespace");
    else if (is(w, "unshare-uts"))
        need(unshare(CLONE_NEWUTS), "a namespace of names");
    else if (is(w, "module")) /* asks for a module that is none, and is refused */
        syscall(SYS_finit_module, -1, "", 0);
    else if (is(w, "bpf-program"))
        load_program(BPF_PROG_LOAD);
    else if (is(w, "bpf-map"))
        load_program(BPF_MAP_CREATE);
    else if (is(w, "victim")) /* NAME: makes a child of this name that waits */
        make_victim(w[1]);
    else if (is(w, "kill")) { /* SIGNAL: sends it to that child */
        need(kill(victim, atoi(w[1])), "kill");
        end_victim();
    } else if (is(w, "wait"))
        pause();
    else {
        fprintf(stderr, "labrules: no command %s\n", w[0]);
        exit(1);
    }
}

static void play_all(char *scene)
{
    while (scene && *scene) {
        char *words[WORDS + 1], *rest = strstr(scene, " ; "), *next = 0;
        int count = 0;

        if (rest) {
            *rest = 0;
            rest += 3;
        }
        for (char *at = strtok_r(scene, " ", &next); at && count < WORDS; at = strtok_r(0, " ", &next)) {
            for (char *c = at; *c; c++)
                if (*c == '_' && at[0] == '\'') /* 'two_words stands for one argument with a blank */
                    *c = ' ';
            words[count++] = at[0] == '\'' ? at + 1 : at;
        }
        words[count] = 0;
        if (count)
            play(words, rest ? rest : "");
        scene = rest;
    }
}

int main(int count, char **words)
{
    if (count > 3 && strcmp(words[1], "stage") == 0) {
        build_stage();
        setenv("BOX", words[2], 1);
        pid_t child = fork();
        if (child == 0) {
            execvp(words[3], words + 3);
            fail(words[3]);
        }
        return ended(child);
    }
    const char *scene = getenv("SCENE");
    if (scene)
        play_all(strdup(scene));
    return 0;
}
