/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells of the threads and open files that there are when a capture begins. `census` goes first and finds whose entries are told; user
 * space reads what the programs write, record behind record, each beginning with
 *
 *   0      4      6       8                16                    24           32    36    40
 *  +------+------+-------+----------------+---------------------+------------+-----+-----+----
 *  | size | kind | flags | boot time now  | boot time of start  | fd table   | tid | pid | ...
 *  +------+------+-------+----------------+---------------------+------------+-----+-----+----
 *
 * and laid out further as TaskRecord.java and FdRecord.java say. A record is at most 32 KiB: what the kernel takes of one step.
 */
#include "facts.h"
#include "members.h"
#include "path.h"
#include "unix.h"
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

enum record_kind { RECORD_CENSUS, RECORD_TASK, RECORD_FD };
enum record_flag {
    FLAG_NEW = 1,          /* entered the scope by this walk */
    FLAG_IN_EXEC = 2,      /* takes up another program just now */
    FLAG_EXITING = 4,      /* is about to end */
    FLAG_OWN_FILES = 8,    /* not its process's fd table */
    FLAG_DEAD_LEADER = 16, /* has ended, while others of its process live */
    FLAG_WRITABLE = 32,    /* the executable: as exe_flags has it, shifted */
    FLAG_UPPER_LAYER = 64,
    FLAG_FROM_MEMFD = 128,
    FLAG_LOWER_LAYER = 256,
    FLAG_CLOEXEC = 512,    /* a file: closed on exec */
    FLAG_NO_TREE = 1024,   /* a file that lies in no folder */
    FLAG_PEER_NAME = 2048, /* a unix socket whose name is its peer's */
};
#define EXE_SHIFT 5

#define PF_EXITING 4
#define MOST_ABOVE 64

static __always_inline void put_u32(struct scratch *s, u32 value)
{
    s->end += put_number(s, value, 4);
}

static __always_inline void put_u64(struct scratch *s, u64 value)
{
    s->end += put_number(s, value, 8);
}

static __always_inline struct scratch *begin(struct task_struct *task, u32 kind, u32 flags)
{
    u32 first = 0;
    struct scratch *s = bpf_map_lookup_elem(&scratches, &first);

    if (!s)
        return NULL;
    s->end = 4;
    s->end += put_number(s, kind | flags << 16, 4);
    put_u64(s, bpf_ktime_get_boot_ns());
    put_u64(s, task->start_boottime);
    put_u64(s, (u64)task->files);
    put_u32(s, task->pid);
    put_u32(s, task->tgid);
    return s;
}

static __always_inline void finish(struct scratch *s, struct seq_file *seq)
{
    u32 size = s->end & 0x7fff;

    *(u32 *)s->bytes = size;
    bpf_seq_write(seq, s->bytes, size);
}

/* A text behind its length. */
static __always_inline void put_text(struct scratch *s, u32 at, u32 length)
{
    *(u16 *)(s->bytes + (at & 0x7fff)) = length;
    s->end += length;
}

struct above_walk {
    struct task_struct *task;
};

static long above_step(u32 i, struct above_walk *w)
{
    struct task_struct *task = w->task, *parent = BPF_CORE_READ(task, real_parent);
    u32 tgid = BPF_CORE_READ(parent, tgid);

    if (parent == task || tgid == 0)
        return 1;
    if (!noted(MEMBERS_ABOVE, tgid))
        note(MEMBERS_ABOVE, tgid, ABOVE_ENTRY);
    w->task = parent;
    return 0;
}

/* The children of a tree's processes belong to it, those from before it was observed as well. */
static __always_inline bool grows(struct task_struct *task)
{
    u32 *of_parent, *own, before, now;

    if (!(control.mode & SCOPE_TREES) || task->pid != task->tgid)
        return false;
    of_parent = noted(MEMBERS_TREE, BPF_CORE_READ(task, real_parent, tgid));
    if (!of_parent || *of_parent & TREE_HIDDEN)
        return false;
    own = noted(MEMBERS_TREE, task->tgid);
    before = own ? *own : 0;
    now = before | *of_parent;
    if (now == before)
        return false;
    note(MEMBERS_TREE, task->tgid, now);
    return true;
}

static __always_inline bool has_ended(struct task_struct *task)
{
    return task->exit_state && (task->pid != task->tgid || BPF_CORE_READ(task, signal, live.counter) <= 0);
}

/*
 * Each thread of the scope in short, and notes whose entries belong to it. Budget: MOST_ABOVE steps of two look-ups.
 */
SEC("iter/task")
int census(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    struct above_walk w;
    struct scratch *s;
    bool new, member, by_thread;

    if (!task || has_ended(task))
        return 0;
    new = grows(task);
    member = is_member(task);
    if (!member && !new)
        return 0;
    by_thread = control.mode & (SCOPE_CGROUPS | SCOPE_USERS | SCOPE_COMMS);
    if (member && by_thread)
        note(MEMBERS_ABOVE, task->tgid, ABOVE_FILES);
    if (member && (task->pid == task->tgid || by_thread)) {
        w.task = task;
        bpf_loop(MOST_ABOVE, above_step, &w, 0);
    }
    s = begin(task, RECORD_CENSUS, new ? FLAG_NEW : 0);
    if (!s)
        return 0;
    put_u32(s, BPF_CORE_READ(task, real_parent, tgid));
    finish(s, ctx->meta->seq);
    return 0;
}

static __always_inline u32 task_flags(struct task_struct *task)
{
    struct files_struct *of_leader = BPF_CORE_READ(task, group_leader, files);
    struct mm_struct *mm = task->mm;
    struct file *exe = mm ? BPF_CORE_READ(mm, exe_file) : NULL;
    u32 flags = 0;

    if (bpf_core_field_exists(task->in_execve) && BPF_CORE_READ_BITFIELD_PROBED(task, in_execve))
        flags |= FLAG_IN_EXEC;
    if (task->flags & PF_EXITING)
        flags |= FLAG_EXITING;
    if (task->exit_state)
        flags |= FLAG_DEAD_LEADER;
    if (of_leader && of_leader != task->files)
        flags |= FLAG_OWN_FILES;
    if (exe)
        flags |= exe_flags(task, exe, BPF_CORE_READ(exe, f_inode)) << EXE_SHIFT;
    return flags;
}

/* Each thread with all that is told of it. Budget: four walks of a path. */
SEC("iter/task")
int tell_task(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    const struct cred *cred;
    struct signal_struct *signal;
    struct mm_struct *mm;
    struct fs_struct *fs;
    struct inode *inode = NULL;
    struct file *exe;
    struct scratch *s;

    if (!task || has_ended(task) || !is_told_of(task, ABOVE_ENTRY))
        return 0;
    s = begin(task, RECORD_TASK, task_flags(task));
    if (!s)
        return 0;
    signal = task->signal;
    cred = task->cred;
    mm = task->mm;
    fs = task->fs;
    exe = mm ? BPF_CORE_READ(mm, exe_file) : NULL;
    if (exe)
        inode = BPF_CORE_READ(exe, f_inode);
    put_u32(s, BPF_CORE_READ(task, real_parent, tgid));
    put_u32(s, outermost(BPF_CORE_READ(signal, pids[3])));
    put_u32(s, outermost(BPF_CORE_READ(signal, pids[2])));
    put_u32(s, number_for(task, BPF_CORE_READ(signal, pids[2])));
    put_u32(s, innermost(BPF_CORE_READ(task, thread_pid)));
    put_u32(s, innermost(BPF_CORE_READ(signal, pids[1])));
    put_u32(s, BPF_CORE_READ(cred, euid.val));
    put_u32(s, BPF_CORE_READ(cred, egid.val));
    put_u32(s, bpf_core_field_exists(task->loginuid) ? task->loginuid.val : (u32)-1);
    put_u32(s, tty_of(task));
    put_u64(s, BPF_CORE_READ(signal, rlim[7].rlim_cur));
    put_u64(s, vm_size(mm, VM_SIZE));
    put_u64(s, vm_size(mm, VM_RSS));
    put_u64(s, vm_size(mm, VM_SWAP));
    put_u64(s, task->maj_flt);
    put_u64(s, task->min_flt);
    put_u64(s, pidns_start(task));
    put_u64(s, capabilities(&cred->cap_inheritable));
    put_u64(s, capabilities(&cred->cap_permitted));
    put_u64(s, capabilities(&cred->cap_effective));
    put_u64(s, inode ? BPF_CORE_READ(inode, i_ino) : 0);
    put_u64(s, inode ? inode_ctime(inode) : 0);
    put_u64(s, inode ? inode_mtime(inode) : 0);
    put_u64(s, mm ? 1 : 0);
    bpf_probe_read_kernel(end_of(s), 16, task->comm);
    s->end += 16;
    /* four lengths at 208, and behind them the texts */
    put_u64(s, 0);
    if (exe)
        put_text(s, 208, put_file_path(s, exe));
    if (fs) {
        put_text(s, 210, put_path(s, BPF_CORE_READ(fs, pwd.mnt), BPF_CORE_READ(fs, pwd.dentry), fs));
        put_text(s, 212, put_path(s, BPF_CORE_READ(fs, root.mnt), BPF_CORE_READ(fs, root.dentry), NULL));
    }
    put_text(s, 214, put_cgroups(s, task));
    finish(s, ctx->meta->seq);
    return 0;
}

#define NSFS 0x6e736673

static __always_inline bool closes_on_exec(struct task_struct *task, u32 fd)
{
    unsigned long *bits = BPF_CORE_READ(task, files, fdt, close_on_exec), word = 0;

    bpf_probe_read_kernel(&word, sizeof(word), bits + fd / 64);
    return word >> (fd % 64) & 1;
}

/* Both ends of an internet socket. */
static __always_inline void put_ends(struct scratch *s, struct sock *sk, u32 family)
{
    u8 *to = end_of(s);

    if (family == AF_INET) {
        *(u32 *)(to + 0) = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr);
        *(u32 *)(to + 16) = BPF_CORE_READ(sk, __sk_common.skc_daddr);
    } else {
        BPF_CORE_READ_INTO((struct in6_addr *)to, sk, __sk_common.skc_v6_rcv_saddr);
        BPF_CORE_READ_INTO((struct in6_addr *)(to + 16), sk, __sk_common.skc_v6_daddr);
    }
}

/* What a file of the process is, and its name. Budget: one walk of a path. */
SEC("iter/task_file")
int tell_fd(struct bpf_iter__task_file *ctx)
{
    struct task_struct *task = ctx->task;
    struct file *file = ctx->file;
    struct sock *sk = NULL, *peer = NULL;
    struct ns_common *namespace;
    struct dentry *dentry;
    struct socket *socket;
    struct inode *inode;
    struct scratch *s;
    u32 flags = 0, family = 0, dev, n;
    u64 magic;

    if (!task || !file || !is_told_of(task, ABOVE_FILES))
        return 0;
    dentry = BPF_CORE_READ(file, f_path.dentry);
    inode = BPF_CORE_READ(file, f_inode);
    magic = BPF_CORE_READ(inode, i_sb, s_magic);
    dev = BPF_CORE_READ(inode, i_sb, s_dev);
    if (closes_on_exec(task, ctx->fd))
        flags |= FLAG_CLOEXEC;
    if (dentry == BPF_CORE_READ(dentry, d_parent) && dentry != BPF_CORE_READ(file, f_path.mnt, mnt_root))
        flags |= FLAG_NO_TREE;
    s = begin(task, RECORD_FD, flags);
    if (!s)
        return 0;
    put_u32(s, ctx->fd);
    put_u32(s, BPF_CORE_READ(file, f_flags));
    put_u32(s, BPF_CORE_READ(inode, i_mode));
    put_u32(s, (dev & 0xff) | (dev >> 20 << 8) | ((dev & 0xfff00) << 12));
    put_u64(s, magic);
    put_u64(s, BPF_CORE_READ(inode, i_ino));
    if ((BPF_CORE_READ(inode, i_mode) & S_IFMT) == S_IFSOCK && (socket = BPF_CORE_READ(file, private_data)))
        sk = BPF_CORE_READ(socket, sk);
    /* 72: family, type, protocol, state, ports, both ends or their kernel addresses; zeros for other files */
    if (sk) {
        family = BPF_CORE_READ(sk, __sk_common.skc_family);
        put_u64(s, family | BPF_CORE_READ(sk, sk_type) << 8 | BPF_CORE_READ(sk, sk_protocol) << 16 |
                       (u64)BPF_CORE_READ(sk, __sk_common.skc_state) << 32);
        put_u32(s, BPF_CORE_READ(sk, __sk_common.skc_num) | __builtin_bswap16(BPF_CORE_READ(sk, __sk_common.skc_dport)) << 16);
    } else {
        put_u64(s, 0);
        put_u32(s, 0);
    }
    put_u32(s, 0);
    __builtin_memset(end_of(s), 0, 32);
    if (family == AF_INET || family == AF_INET6) {
        put_ends(s, sk, family);
    } else if (family == AF_UNIX) {
        peer = BPF_CORE_READ((struct unix_sock *)sk, peer);
        *(u64 *)end_of(s) = (u64)sk;
        *(u64 *)(end_of(s) + 8) = (u64)peer;
    }
    s->end += 32;
    /* the name's length at 120 */
    put_u32(s, 0);
    if (family == AF_UNIX) {
        n = put_unix_path(end_of(s), sk);
        if (n == 1 && peer) {
            n = put_unix_path(end_of(s), peer);
            *(u16 *)(s->bytes + 6) |= FLAG_PEER_NAME;
        }
        put_text(s, 120, n);
    } else if (magic == NSFS) {
        namespace = BPF_CORE_READ(inode, i_private);
        n = bpf_probe_read_kernel_str(end_of(s), 64, BPF_CORE_READ(namespace, ops, name));
        put_text(s, 120, n <= 64 ? n : 0);
    } else if (!sk) {
        put_text(s, 120, put_path(s, BPF_CORE_READ(file, f_path.mnt), dentry, task->fs));
    }
    finish(s, ctx->meta->seq);
    return 0;
}
