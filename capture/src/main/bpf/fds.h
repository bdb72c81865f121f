/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells what an fd is open on, in an event of its own, where the call that brought the fd says only its number: fds that come with a
 * message, fds taken from another process, and those of calls that have no event with an fd. The event is an asyncevent named kansoku.fd
 * that follows the call's; its data (ToldFd.java):
 *
 *   0         1      2          3   4    8       12       16      24      32          34          36
 *  +---------+------+----------+---+----+-------+--------+-------+-------+-----------+-----------+------+------
 *  | version | type | protocol | m | fd | flags | device | inode | pid   | name size | pair size | name | pair
 *  +---------+------+----------+---+----+-------+--------+-------+-------+-----------+-----------+------+------
 */
#pragma once
#include "interpret.h"
#include "telling.h"

#define ASYNC_EVENT 402
#define TOLD_NAME 42 /* behind the header, three lengths of 4 bytes, and the plugin's number */
#define TOLD_DATA 53
#define TOLD_HEADER 36
#define TOLD_VERSION 1
#define TOLD_CLOSED 1 /* a mark: there is nothing open */

#define ANON_INODES 0x09041934
#define PIPES 0x50495045
#define PIDS 0x50494446
#define SOCK_RAW 3

/* Codes of FdType.java. */
enum fd_type {
    FD_DIRECTORY = 2,
    FD_IPV4 = 3,
    FD_IPV6 = 4,
    FD_IPV4_SERVER = 5,
    FD_IPV6_SERVER = 6,
    FD_FIFO = 7,
    FD_UNIX = 8,
    FD_EVENT = 9,
    FD_OTHER = 10,
    FD_SIGNAL = 11,
    FD_POLL = 12,
    FD_INOTIFY = 13,
    FD_TIMER = 14,
    FD_NETLINK = 15,
    FD_FILE = 16,
    FD_BPF = 17,
    FD_USERFAULT = 18,
    FD_URING = 19,
    FD_MEMORY = 20,
    FD_PID = 21,
};

/* What a file without a place in the file system is, by the first eight bytes of its name. */
static __always_inline u8 anonymous_type(u64 name)
{
    switch (name) {
    case 0x6466746e6576655bULL: /* [eventfd */
        return FD_EVENT;
    case 0x6f70746e6576655bULL: /* [eventpo */
        return FD_POLL;
    case 0x00796669746f6e69ULL: /* inotify */
        return FD_INOTIFY;
    case 0x666c616e6769735bULL: /* [signalf */
        return FD_SIGNAL;
    case 0x646672656d69745bULL: /* [timerfd */
        return FD_TIMER;
    case 0x6e6972755f6f695bULL: /* [io_urin */
        return FD_URING;
    case 0x756166726573755bULL: /* [userfau */
        return FD_USERFAULT;
    case 0x005d64666469705bULL: /* [pidfd] */
        return FD_PID;
    case 0x0070616d2d667062ULL: /* bpf-map */
    case 0x676f72702d667062ULL: /* bpf-prog */
    case 0x6b6e696c5f667062ULL: /* bpf_link */
    case 0x726574695f667062ULL: /* bpf_iter */
        return FD_BPF;
    }
    return FD_OTHER;
}

static __always_inline u8 layer4(u16 protocol, u16 type)
{
    if (type == SOCK_RAW)
        return 5;
    switch (protocol) {
    case 6:
        return 2;
    case 17:
        return 3;
    case 1:
    case 58:
        return 4;
    }
    return 0;
}

/* The kind of a socket; a server's where it listens, or has a port but nobody at the other end. */
static __always_inline u8 socket_type(struct sock *sk, u8 *protocol)
{
    u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
    bool server;

    if (family == AF_UNIX)
        return FD_UNIX;
    if (family == AF_NETLINK)
        return FD_NETLINK;
    if (family != AF_INET && family != AF_INET6)
        return FD_OTHER;
    *protocol = layer4(BPF_CORE_READ(sk, sk_protocol), BPF_CORE_READ(sk, sk_type));
    server = BPF_CORE_READ(sk, __sk_common.skc_num) && !BPF_CORE_READ(sk, __sk_common.skc_dport);
    if (family == AF_INET)
        return server ? FD_IPV4_SERVER : FD_IPV4;
    return server ? FD_IPV6_SERVER : FD_IPV6;
}

/* Open flags in the event table's encoding, as far as an open file still tells them. */
static __always_inline u32 told_flags(struct file *file, s32 fd)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct fdtable *table = task->files->fdt;
    unsigned long *on_exec = BPF_CORE_READ(table, close_on_exec), word = 0;
    u32 raw = BPF_CORE_READ(file, f_flags), flags = (raw & 3) + 1, layer = layer_of(BPF_CORE_READ(file, f_inode));

    bpf_probe_read_kernel(&word, sizeof(word), on_exec + (u32)fd / 64);
    if (raw & 02000)
        flags |= 8;
    if (raw & 04000)
        flags |= FD_NONBLOCK;
    if (word >> (fd & 63) & 1)
        flags |= FD_CLOEXEC;
    if (layer)
        flags |= layer == UPPER_LAYER ? 32768 : 65536;
    return flags;
}

/* Puts a file's name at the end. Budget: a path's. */
static __noinline u32 put_told_name(struct scratch *s, struct file *file)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    u16 mode = BPF_CORE_READ(inode, i_mode) & S_IFMT;
    u32 magic = BPF_CORE_READ(inode, i_sb, s_magic);
    const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
    u8 *data = s->bytes + TOLD_DATA, *to = end_of(s);
    u64 start = 0;
    long n;

    bpf_probe_read_kernel(&start, sizeof(start), name);
    if (magic == ANON_INODES || magic == PIDS) {
        data[1] = magic == PIDS ? FD_PID : anonymous_type(start);
        if (data[1] == FD_PID)
            return 0;
        *(u64 *)to = 0x6f6e695f6e6f6e61ULL; /* anon_ino */
        *(u32 *)(to + 8) = 0x3a6564;        /* de: */
        s->end += 11;
        n = bpf_probe_read_kernel_str(end_of(s), 64, name);
        s->end -= 11;
        return n > 0 ? 10 + n : 0;
    }
    if (magic == PIPES) {
        data[1] = FD_FIFO;
        return 0;
    }
    if ((start & 0xffffffffffffULL) == 0x3a64666d656dULL /* memfd: */ && BPF_CORE_READ(inode, i_nlink) == 0) {
        data[1] = FD_MEMORY;
        n = bpf_probe_read_kernel_str(to, 256, name + 6);
        return n > 0 ? n - 1 : 0;
    }
    if (dentry == BPF_CORE_READ(dentry, d_parent) && dentry != BPF_CORE_READ(file, f_path.mnt, mnt_root)) {
        data[1] = FD_FILE; /* in no folder */
        *to = '/';
        n = bpf_probe_read_kernel_str(to + 1, 256, name);
        return n > 0 ? n : 0;
    }
    data[1] = mode == S_IFDIR ? FD_DIRECTORY : mode == S_IFIFO ? FD_FIFO : FD_FILE;
    if (mode == S_IFDIR)
        *(u32 *)(data + 8) |= 1024;
    n = put_path(s, BPF_CORE_READ(file, f_path.mnt), dentry, task->fs);
    return n > 0 ? n - 1 : 0;
}

/* The process that a pidfd stands for. */
static __always_inline s64 told_pid(struct file *file)
{
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    struct pid *pid = BPF_CORE_READ(inode, i_sb, s_magic) == PIDS ? BPF_CORE_READ(inode, i_private) : BPF_CORE_READ(file, private_data);

    return outermost(pid);
}

/* Budget: a path, and the ends of a socket. */
static __noinline u32 tell_fd(struct scratch *s, s32 fd, u32 cpu)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct file *file = file_of(fd);
    u8 *at = s->bytes, *data = at + TOLD_DATA, protocol = 0;
    struct inode *inode;
    u32 n, dev;

    if (!file && !s->tells_closed)
        return 0;
    stamp(s, ASYNC_EVENT, 3, s->tid ? s->tid : task->pid);
    *(u32 *)(at + 26) = 4;
    *(u32 *)(at + 30) = 11;
    *(u32 *)(at + 38) = 0;
    *(u64 *)(at + TOLD_NAME) = 0x2e756b6f736e616bULL; /* kansoku. */
    *(u32 *)(at + TOLD_NAME + 8) = 0x6466;            /* fd */
    *(u32 *)data = TOLD_VERSION;
    *(s32 *)(data + 4) = fd;
    s->end = TOLD_DATA + TOLD_HEADER;
    if (!file) {
        data[3] = TOLD_CLOSED;
        __builtin_memset(data + 8, 0, TOLD_HEADER - 8);
        *(u32 *)(at + 34) = TOLD_HEADER;
        close_event(s);
        finish(s, cpu, 0);
        return 1;
    }
    inode = BPF_CORE_READ(file, f_inode);
    dev = BPF_CORE_READ(inode, i_sb, s_dev);
    *(u32 *)(data + 8) = told_flags(file, fd);
    *(u32 *)(data + 12) = (dev & 0xff) | (dev >> 20 << 8) | ((dev & 0xfff00) << 12);
    *(u64 *)(data + 16) = BPF_CORE_READ(inode, i_ino);
    *(s64 *)(data + 24) = -1;
    *(u32 *)(data + 32) = 0;
    if ((BPF_CORE_READ(inode, i_mode) & S_IFMT) == S_IFSOCK) {
        data[1] = socket_type(sock_of(fd), &protocol);
        data[2] = protocol;
        n = put_tuple(s, fd, false, 0);
        *(u16 *)(data + 34) = n;
    } else {
        n = put_told_name(s, file);
        *(u16 *)(data + 32) = n;
        if (data[1] == FD_PID)
            *(s64 *)(data + 24) = told_pid(file);
    }
    if (n > MAX_TEXT)
        return 0;
    s->end += n;
    *(u32 *)(at + 34) = s->end - TOLD_DATA;
    close_event(s);
    finish(s, cpu, 0);
    return 1;
}

#define SOL_RIGHTS 1
#define SCM_RIGHTS 1
/* The kernel sends no more fds with one message, and no longer control data. */
#define MAX_RIGHTS 253
#define MAX_CONTROL 20480
/* Messages, headers and fds of one call together. */
#define MAX_RIGHTS_STEPS 1024

/* Reads the header of control data at w->control. Returns its length, 0 where there is none. */
static __always_inline u64 control_header(struct scratch *s, u32 *level, u32 *type)
{
    u64 at = s->rights_walk.control;
    u32 size = pointer_size(s);

    *level = user_u32(at + size);
    *type = user_u32(at + size + 4);
    return user_pointer(s, at);
}

/* The message at w->message is the next. Returns whether it cannot be read. A function of its own, so that the stack has room for tell_fd. */
static __noinline u32 next_message(struct scratch *s)
{
    struct rights_walk *w = &s->rights_walk;
    struct user_message m = {};

    if (read_message(s, w->message, &m))
        return 1;
    w->message += message_size(s);
    w->control = m.control;
    w->control_left = m.control_length < MAX_CONTROL ? m.control_length : MAX_CONTROL;
    return 0;
}

/* One step: the next fd, or else the next header, or else the next message. */
static long rights_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    struct rights_walk *w = &s->rights_walk;
    u32 level, type, pointer = pointer_size(s), header = pointer + 8;
    u64 length;

    if (w->fds_left > 0) {
        w->fds_left--;
        w->fds += 4;
        tell_fd(s, (s32)user_u32(w->fds - 4), w->cpu);
        return 0;
    }
    if (w->control_left >= header) {
        length = control_header(s, &level, &type);
        if (length < header) {
            w->control_left = 0;
            return 0;
        }
        if (length > w->control_left)
            length = w->control_left;
        if (level == SOL_RIGHTS && type == SCM_RIGHTS) {
            w->fds = w->control + header;
            w->fds_left = (length - header) / 4;
            if (w->fds_left > MAX_RIGHTS)
                w->fds_left = MAX_RIGHTS;
        }
        length = (length + pointer - 1) & ~(u64)(pointer - 1);
        w->control_left = length < w->control_left ? w->control_left - length : 0;
        w->control += length;
        return 0;
    }
    if (w->messages == 0)
        return 1;
    w->messages--;
    return next_message(s);
}

/*
 * Tells of the fds that a call has brought; its arguments lie in the scratch space still. What numbers the process left in its memory is
 * its own affair: whichever they are, the truth of them is told. Budget: MAX_RIGHTS_STEPS steps, each a tell_fd at most.
 */
static __always_inline void tell_fds(struct scratch *s, u32 flags, u32 cpu)
{
    s64 result = s->args[RESULT];
    struct rights_walk *w = &s->rights_walk;
    struct step step = {.s = s};

    if (result < 0)
        return;
    if (flags & RECIPE_FD) {
        tell_fd(s, result, cpu);
        return;
    }
    w->cpu = cpu;
    w->fds_left = 0;
    w->control_left = 0;
    w->message = s->args[1];
    w->messages = flags & RECIPE_MESSAGES ? result : 1;
    bpf_loop(MAX_RIGHTS_STEPS, rights_step, &step, 0);
}
