/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells of operations that went through an io_uring instead of a system call, when they are complete: an asyncevent named io_uring, whose data
 * is text: the operation, its result, and the file or the peer that it was on. It is of the thread that submitted it. Of an operation that made,
 * connected or closed an fd that is told behind it (fds.h), so that later events name it. Attached by name, since a kernel can be built without.
 */
#pragma once
#include "fds.h"
#include "lasting.h"
#include "notice.h"

#define URING_NAME 42 /* behind the header, three lengths of 4 bytes, and the plugin's number */
#define URING_DATA 51
#define URING_TEXT 64
#define URING_OPS 64

/* By number (linux/io_uring.h), as the kernel names them. */
static const char uring_ops[URING_OPS][16] = {
    "nop",       "readv",     "writev",     "fsync",     "read_fixed", "write_fixed", "poll_add",  "poll_remove",  "sync_file_range", "sendmsg",
    "recvmsg",   "timeout",   "timeout_rm", "accept",    "cancel",     "link_timeout", "connect",  "fallocate",    "openat",          "close",
    "files_upd", "statx",     "read",       "write",     "fadvise",    "madvise",     "send",      "recv",         "openat2",         "epoll_ctl",
    "splice",    "buffers",   "buffers_rm", "tee",       "shutdown",   "renameat",    "unlinkat",  "mkdirat",      "symlinkat",       "linkat",
    "msg_ring",  "fsetxattr", "setxattr",   "fgetxattr", "getxattr",   "socket",      "uring_cmd", "send_zc",      "sendmsg_zc",      "read_mshot",
    "waitid",    "futex_wait", "futex_wake", "futex_waitv", "fd_install", "ftruncate", "bind",     "listen",       "recv_zc",         "epoll_wait",
    "readv_fix", "writev_fix", "pipe",
};

#define URING_ACCEPT 13
#define URING_CONNECT 16
#define URING_OPENAT 18
#define URING_CLOSE 19
#define URING_OPENAT2 28
#define URING_SOCKET 45

#define MOST_FDS 4096 /* that a socket's is looked for among */

/* The file that an operation was on, or has made. */
static __always_inline struct file *uring_file(struct io_kiocb *request, u32 op, s32 result)
{
    if (op != URING_OPENAT && op != URING_OPENAT2)
        return BPF_CORE_READ(request, file);
    if (result < 0 || BPF_CORE_READ((struct io_open *)request, file_slot))
        return NULL; /* nothing was made, or nothing with an fd */
    return file_of(result);
}

static __always_inline void put_uring_peer(struct scratch *s, struct file *file)
{
    struct socket *socket = BPF_CORE_READ(file, private_data);
    struct sock *sk = BPF_CORE_READ(socket, sk);
    u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
    u32 port = swapped(BPF_CORE_READ(sk, __sk_common.skc_dport)), v4;
    struct in6_addr v6;
    long n = 0;

    if (family == AF_INET) {
        v4 = BPF_CORE_READ(sk, __sk_common.skc_daddr);
        n = BPF_SNPRINTF(end_of(s), URING_TEXT, " peer=%pI4:%d", &v4, port);
    } else if (family == AF_INET6) {
        BPF_CORE_READ_INTO(&v6, sk, __sk_common.skc_v6_daddr);
        n = BPF_SNPRINTF(end_of(s), URING_TEXT, " peer=%pI6:%d", &v6, port);
    }
    if (n > 1 && n <= URING_TEXT)
        s->end += n - 1;
}

static __always_inline s32 uring_submitter(struct io_kiocb *request)
{
    if (bpf_core_field_exists(request->tctx))
        return BPF_CORE_READ(request, tctx, task, pid);
    return BPF_CORE_READ((struct io_kiocb___v612 *)request, task, pid);
}

struct fd_search {
    struct file *file, **files;
    s32 fd;
};

static long fd_step(u32 i, struct fd_search *search)
{
    struct file *file = NULL;

    if (bpf_probe_read_kernel(&file, sizeof(file), search->files + i))
        return 1;
    if (file != search->file)
        return 0;
    search->fd = i;
    return 1;
}

/* The lowest fd of the current process that is open on a file, or -1. Budget: MOST_FDS steps. */
static __always_inline s32 fd_on(struct file *file)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct fdtable *table = task->files->fdt;
    struct fd_search search = {.file = file, .files = BPF_CORE_READ(table, fd), .fd = -1};

    bpf_loop(min_u32(BPF_CORE_READ(table, max_fds), MOST_FDS), fd_step, &search, 0);
    return search.fd;
}

/* The fd that an operation has made, connected or closed, or -1: places in the ring's own table have none. */
static __always_inline s32 changed_fd(struct io_kiocb *request, u32 op, s32 result)
{
    switch (op) {
    case URING_OPENAT:
    case URING_OPENAT2:
        return BPF_CORE_READ((struct io_open *)request, file_slot) ? -1 : result;
    case URING_ACCEPT:
        return !bpf_core_type_exists(struct io_accept) || BPF_CORE_READ((struct io_accept *)request, file_slot) ? -1 : result;
    case URING_SOCKET:
        return !bpf_core_type_exists(struct io_socket) || BPF_CORE_READ((struct io_socket *)request, file_slot) ? -1 : result;
    case URING_CLOSE:
        if (!bpf_core_type_exists(struct io_close) || BPF_CORE_READ((struct io_close *)request, file_slot))
            return -1;
        return result == 0 ? BPF_CORE_READ((struct io_close *)request, fd) : -1;
    case URING_CONNECT:
        return result == 0 || result == -EINPROGRESS ? fd_on(BPF_CORE_READ(request, file)) : -1;
    }
    return -1;
}

/* Tells what the operation has changed of the process's fds. Workers of a ring have the fds of the process. Budget: that of tell_fd. */
static __always_inline void tell_changed(struct scratch *s, struct io_kiocb *request, u32 op, s32 result, u32 cpu)
{
    struct task_struct *task = bpf_get_current_task_btf();
    s32 fd = changed_fd(request, op, result);

    if (fd < 0)
        return;
    s->tells_closed = op == URING_CLOSE;
    tell_fd(s, fd, cpu);
    note_change(lasting_key(task->tgid, OF_ALL_FDS), bpf_ktime_get_boot_ns());
}

SEC("raw_tp/io_uring_complete")
int uring_event(struct bpf_raw_tracepoint_args *ctx)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct io_kiocb *request = (void *)ctx->args[1];
    struct scratch *s;
    struct file *file;
    s32 result;
    u32 op, n, cpu = bpf_get_smp_processor_id();
    u8 *at;

    if (!request || !in_scope(task) || !bpf_core_field_exists(request->cqe))
        return 0;
    s = begin(cpu);
    if (!s)
        return 0;
    s->tid = uring_submitter(request);
    at = s->bytes;
    op = BPF_CORE_READ(request, opcode) & (URING_OPS - 1);
    result = BPF_CORE_READ(request, cqe.res);
    if (!wants_extra(EXTRA_IO_URING) || (is_limited() && charge_current(cpu) & CHARGED_HELD) || (is_pressed(cpu) && sheds_notice(cpu)))
        goto state; /* of which nothing is held back */
    stamp(s, ASYNC_EVENT, 3, s->tid);
    *(u32 *)(at + 26) = 4;
    *(u32 *)(at + 30) = URING_DATA - URING_NAME;
    *(u32 *)(at + 38) = 0;
    *(u64 *)(at + URING_NAME) = 0x676e6972755f6f69ULL; /* io_uring */
    at[URING_NAME + 8] = 0;
    n = BPF_SNPRINTF((char *)at + URING_DATA, URING_TEXT, "op=%s res=%d", uring_ops[op], result);
    s->end = URING_DATA + (n > 1 && n <= URING_TEXT ? n - 1 : 0);
    file = uring_file(request, op, result);
    if (file && (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) == S_IFSOCK) {
        put_uring_peer(s, file);
    } else if (file) {
        *(u64 *)end_of(s) = 0x3d656c696620; /* " file=" */
        s->end += 6;
        n = put_file_path(s, file);
        s->end += n > 0 && n <= MAX_TEXT ? n - 1 : 0;
    }
    *(u32 *)(at + 34) = s->end - URING_DATA;
    close_event(s);
    finish(s, cpu, 0);
state:
    tell_changed(s, request, op, result, cpu);
    end(s);
    return 0;
}
