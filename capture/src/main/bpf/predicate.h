/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The part of the filter that is decided here, before an event is put together: checks of what the kernel knows of a call's end, as data.
 * User space orders them so that each says which one comes next, for a check that holds, one that fails, and one that cannot be told here;
 * what cannot be told passes. Laid out as PredicateMap.java says.
 *
 * There are two banks. User space writes the one that is not in use and then changes `active`, so that a program finds the old checks or
 * the new ones, never some of each.
 */
#pragma once
#include "call.h"
#include "lasting.h"
#include "socket.h"
#include "taken.h"

#define CHECKS 64
#define PASSES 255
#define FAILS 254
#define MOST_RENAMED 16384
#define EEXIST 17

/* What a check asks; the order is the one of KernelPredicate.Subject. */
enum check_kind { CHECK_TID, CHECK_PID, CHECK_CPU, CHECK_RESULT, CHECK_FD, CHECK_UID, CHECK_GID, CHECK_KIND, CHECK_PORT, CHECK_NAME, CHECK_THREAD, CHECK_OPEN };

/* Where the number of the fd is that a call acts on: 0 to 5 an int argument, 8 to 13 a long one, and these. */
enum fd_source { FD_LONG = 8, FD_ABSENT = 16, FD_NOT_SAID = 17, FD_UNTOLD = 18 };

/* What an fd is open on; the order is the one of FdKind. */
enum file_kind { FILE_UNTOLD, FILE_INTERNET, FILE_OTHER_SOCKET, FILE_FIFO, FILE_DIRECTORY, FILE_OTHER };

enum result_source { RESULT_TOLD, RESULT_ABSENT, RESULT_UNTOLD };

enum verdict { VERDICT_FAILS, VERDICT_HOLDS, VERDICT_UNKNOWN };

struct check {
    u8 kind;
    u8 holds, fails, unknown; /* the next check, or PASSES, or FAILS */
    u32 unused;
    union {
        struct {
            s64 from, to; /* both included */
        };
        struct {
            u64 name[2], mask[2]; /* bytes of a thread's name that are compared */
        };
        struct {
            u64 truth, without; /* the bit of lasting.truths, and whether the check holds where there is no fd */
        };
    };
};

struct judged_call {
    u8 first;  /* check, 0 where all of its events pass */
    u8 fd;     /* fd_source */
    u8 result; /* result_source */
    u8 leaves; /* bits of enum left_behind */
};

/*
 * What a call leaves behind: TAKEN where the kernel takes a text or an address in it that is kept (taken.h), the others where an event of it makes
 * something another that user space has found out of (lasting.h): its thread, the fd that it acts on, that it returns, or any.
 */
enum left_behind { LEAVES_TAKEN = 1, CHANGES_THREAD = 2, CHANGES_FD = 4, CHANGES_RESULT = 8, CHANGES_FDS = 16 };
#define CHANGES (CHANGES_THREAD | CHANGES_FD | CHANGES_RESULT | CHANGES_FDS)

struct bank {
    struct judged_call calls[CALLS];
    struct check checks[CHECKS]; /* the first stands for none */
};

struct predicates {
    u32 active; /* bank */
    u32 renamed; /* threads in `renamed`, or more than it holds */
    u64 settled; /* what was found out (lasting.h) at an earlier event is not believed */
    struct bank banks[2];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct predicates);
} predicates SEC(".maps");

/* Threads whose name was changed by others, or by writing to /proc: no event tells of that, so the name that Java knows is another. */
struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __uint(max_entries, MOST_RENAMED);
    __type(key, u32);
    __type(value, u32);
} renamed SEC(".maps");

#define KERNEL_THREADS (0x00200000 | 0x00004000 | 0x00000010) /* PF_KTHREAD, PF_USER_WORKER, PF_IO_WORKER: they make no calls */

#if defined(__TARGET_ARCH_x86)
#define PRCTL 157
#elif defined(__TARGET_ARCH_arm64)
#define PRCTL 167
#endif

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct user_namespace {
    int level;
};
struct cred___namespaced {
    struct user_namespace *user_ns;
};
#pragma clang attribute pop

static __always_inline struct predicates *predicates_of(void)
{
    u32 key = 0;

    return bpf_map_lookup_elem(&predicates, &key);
}

static __always_inline void forget_name(struct predicates *p, u32 tid)
{
    if (p && p->renamed && bpf_map_delete_elem(&renamed, &tid) == 0)
        __sync_fetch_and_sub(&p->renamed, 1);
}

/* A thread takes another name, `number` being the call that the current thread is in. */
static __always_inline void note_name(struct task_struct *task, u32 number)
{
    struct predicates *p = predicates_of();
    struct recipe *recipe = bpf_map_lookup_elem(&recipes, &number);
    bool own = task == bpf_get_current_task_btf();
    u32 tid = task->pid, one = 1;
    long n;

    if (!p || task->flags & KERNEL_THREADS)
        return;
    if (own && (number == PRCTL || (recipe && recipe->flags & RECIPE_EXEC))) { /* an event tells of it */
        forget_name(p, tid);
        return;
    }
    n = bpf_map_update_elem(&renamed, &tid, &one, BPF_NOEXIST);
    if (n == 0)
        __sync_fetch_and_add(&p->renamed, 1);
    else if (n != -EEXIST)
        __sync_fetch_and_add(&p->renamed, MOST_RENAMED); /* there is no room: no name is sure any more */
}

static __always_inline enum verdict name_verdict(struct predicates *p, struct task_struct *task, const struct check *c)
{
    u64 low = *(u64 *)&task->comm[0], high = *(u64 *)&task->comm[8];
    u32 tid = task->pid;

    if (p->renamed && (p->renamed >= MOST_RENAMED || bpf_map_lookup_elem(&renamed, &tid)))
        return VERDICT_UNKNOWN;
    if ((low & 0xff) == 0 || (low & 0xff) == '<') /* stands for no name in events */
        return VERDICT_UNKNOWN;
    return (low & c->mask[0]) == c->name[0] && (high & c->mask[1]) == c->name[1] ? VERDICT_HOLDS : VERDICT_FAILS;
}

#if defined(__TARGET_ARCH_x86)
static __always_inline u64 argument_of(struct pt_regs *regs, u32 index)
{
    switch (index) {
    case 0:
        return regs->di;
    case 1:
        return regs->si;
    case 2:
        return regs->dx;
    case 3:
        return regs->r10;
    case 4:
        return regs->r8;
    default:
        return regs->r9;
    }
}
#elif defined(__TARGET_ARCH_arm64)
static __always_inline u64 argument_of(struct pt_regs *regs, u32 index)
{
    switch (index) {
    case 0:
        return regs->orig_x0;
    case 1:
        return regs->regs[1];
    case 2:
        return regs->regs[2];
    case 3:
        return regs->regs[3];
    case 4:
        return regs->regs[4];
    default:
        return regs->regs[5];
    }
}
#endif

/* Numbers of users as events tell them; within a user namespace calls name them otherwise. */
static __always_inline bool user_known(const struct cred *cred)
{
    return BPF_CORE_READ((struct cred___namespaced *)cred, user_ns, level) == 0;
}

struct judging {
    struct predicates *p;
    struct bank *bank;
    const struct judged_call *call;
    struct task_struct *task;
    struct pt_regs *regs;
    s64 result;
    u32 at; /* the next check */
};

static __always_inline bool is_in(const struct check *c, s64 value)
{
    return value >= c->from && value <= c->to;
}

/* The number of the fd that a call acts on; false where that is not known, or where there is none. */
static __always_inline bool fd_of(const struct judging *j, s64 *fd)
{
    u8 source = j->call->fd;

    if (source < FD_ABSENT && is_compat(j->task))
        return false; /* its arguments are in other registers, or in memory */
    if (source < FD_LONG)
        *fd = (s32)argument_of(j->regs, source);
    else if (source < FD_ABSENT)
        *fd = argument_of(j->regs, source - FD_LONG);
    else if (source == FD_NOT_SAID)
        *fd = -1;
    else
        return false;
    return true;
}

/* Of an fd that has been closed meanwhile, and of rare sockets, nothing is told. */
static __always_inline enum file_kind kind_of(struct file *file, struct sock **socket)
{
    struct socket *of;
    u16 family;

    if (!file)
        return FILE_UNTOLD;
    switch (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) {
    case S_IFSOCK:
        of = BPF_CORE_READ(file, private_data);
        *socket = BPF_CORE_READ(of, sk);
        family = *socket ? BPF_CORE_READ(*socket, __sk_common.skc_family) : 0;
        if (family == AF_INET || family == AF_INET6)
            return FILE_INTERNET;
        return family == AF_UNIX || family == AF_NETLINK ? FILE_OTHER_SOCKET : FILE_UNTOLD;
    case S_IFIFO:
        return FILE_FIFO;
    case S_IFDIR:
        return FILE_DIRECTORY;
    }
    return FILE_OTHER;
}

/* Of ports one of which the kernel does not keep (any more), nothing is told. */
static __always_inline enum verdict file_verdict(const struct judging *j, const struct check *c)
{
    struct sock *socket = NULL;
    enum file_kind kind;
    u16 own, others;
    s64 fd;

    if (!fd_of(j, &fd))
        return j->call->fd == FD_ABSENT ? VERDICT_FAILS : VERDICT_UNKNOWN;
    kind = kind_of(file_of(fd), &socket);
    if (kind == FILE_UNTOLD)
        return VERDICT_UNKNOWN;
    if (c->kind == CHECK_KIND)
        return is_in(c, kind) ? VERDICT_HOLDS : VERDICT_FAILS;
    if (kind != FILE_INTERNET)
        return VERDICT_FAILS;
    own = BPF_CORE_READ(socket, __sk_common.skc_num);
    others = swapped(BPF_CORE_READ(socket, __sk_common.skc_dport));
    if (!own || !others)
        return VERDICT_UNKNOWN;
    return is_in(c, own) || is_in(c, others) ? VERDICT_HOLDS : VERDICT_FAILS;
}

/* Whether the threads of the current process, and nobody else, have its table of fds. Else fds are other ones than their process and number say. */
static __always_inline bool has_own_fds(struct task_struct *task)
{
    return task->files && task->files->count.counter == task->signal->nr_threads;
}

static __always_inline enum verdict found_verdict(const struct judging *j, const struct check *c, u64 key)
{
    struct lasting *l = lasting_of(key), *all;
    u32 truths = 0;
    u64 found;

    if (!l)
        return VERDICT_UNKNOWN;
    found = found_at(l, key, *(volatile u64 *)&j->p->settled, &truths);
    if (!found)
        return VERDICT_UNKNOWN;
    if (c->kind == CHECK_OPEN) {
        all = lasting_of(lasting_key(j->task->tgid, OF_ALL_FDS));
        if (!all || found < *(volatile u64 *)&all->changed)
            return VERDICT_UNKNOWN;
    }
    return truths & c->truth ? VERDICT_HOLDS : VERDICT_FAILS;
}

/* What user space has found out of the fd that a call acts on. */
static __always_inline enum verdict open_verdict(const struct judging *j, const struct check *c)
{
    s64 fd;

    if (j->call->fd == FD_ABSENT)
        return c->without ? VERDICT_HOLDS : VERDICT_FAILS;
    if (!fd_of(j, &fd) || fd < 0 || fd >= OF_ALL_FDS || !has_own_fds(j->task))
        return VERDICT_UNKNOWN;
    return found_verdict(j, c, lasting_key(j->task->tgid, fd));
}

static __always_inline enum verdict verdict_of(const struct judging *j, const struct check *c)
{
    const struct judged_call *call = j->call;
    const struct cred *cred;
    s64 value;

    switch (c->kind) {
    case CHECK_TID:
        value = j->task->pid;
        break;
    case CHECK_PID:
        value = j->task->tgid;
        break;
    case CHECK_CPU:
        value = bpf_get_smp_processor_id();
        break;
    case CHECK_RESULT:
        if (call->result != RESULT_TOLD)
            return call->result == RESULT_ABSENT ? VERDICT_FAILS : VERDICT_UNKNOWN;
        value = j->result;
        break;
    case CHECK_FD:
        if (!fd_of(j, &value))
            return call->fd == FD_ABSENT ? VERDICT_FAILS : VERDICT_UNKNOWN;
        break;
    case CHECK_UID:
    case CHECK_GID:
        cred = j->task->cred;
        if (!user_known(cred))
            return VERDICT_UNKNOWN;
        value = c->kind == CHECK_UID ? BPF_CORE_READ(cred, euid.val) : BPF_CORE_READ(cred, egid.val);
        break;
    case CHECK_KIND:
    case CHECK_PORT:
        return file_verdict(j, c);
    case CHECK_NAME:
        return name_verdict(j->p, j->task, c);
    case CHECK_THREAD:
        return found_verdict(j, c, lasting_key(j->task->pid, OF_THREAD));
    case CHECK_OPEN:
        return open_verdict(j, c);
    default:
        return VERDICT_UNKNOWN;
    }
    return is_in(c, value) ? VERDICT_HOLDS : VERDICT_FAILS;
}

static long judge(u32 unused, struct judging *j)
{
    const struct check *c = &j->bank->checks[j->at & (CHECKS - 1)];
    enum verdict verdict = verdict_of(j, c);

    j->at = verdict == VERDICT_HOLDS ? c->holds : verdict == VERDICT_FAILS ? c->fails : c->unknown;
    return j->at >= CHECKS;
}

/* The bank at hand and the number of a call in one: chosen once for each call, so that all its checks are of one filter. */
static __always_inline u32 choice_of(const struct predicates *p, u32 number)
{
    return (p->active & 1) << 16 | (number & (CALLS - 1));
}

static __always_inline const struct judged_call *call_at(struct predicates *p, u32 choice)
{
    return &p->banks[choice >> 16 & 1].calls[choice & (CALLS - 1)];
}

/* For functions of their own: on the stack of the program itself it would be below all that makes an event. */
static __always_inline void begin_judging(struct judging *j, struct predicates *p, u32 choice, struct pt_regs *regs, s64 result)
{
    j->p = p;
    j->bank = &p->banks[choice >> 16 & 1];
    j->call = call_at(p, choice);
    j->task = bpf_get_current_task_btf();
    j->regs = regs;
    j->result = result;
    j->at = j->call->first;
}

/* Whether an event can pass the filter. Budget: CHECKS steps, which a loop written out would have verified in all their combinations. */
static __noinline bool may_pass(struct predicates *p, u32 choice, struct pt_regs *regs, s64 result)
{
    struct judging j;

    begin_judging(&j, p, choice, regs, result);
    bpf_loop(CHECKS, judge, &j, 0);
    return j.at != FAILS;
}

/* The same of a call that has no check at all: one look at its entry. */
static __always_inline bool is_judged_out(struct predicates *p, u32 choice, struct task_struct *task, struct pt_regs *regs, s64 result)
{
    const struct judged_call *call = call_at(p, choice);

    if (!call->first || may_pass(p, choice, regs, result))
        return false;
    if (call->leaves & LEAVES_TAKEN)
        forget_taken(task);
    return true;
}

/* Read anew each time: the verifier would go through all that lies between for either answer. */
static __always_inline bool changes_something(const struct judged_call *call)
{
    return *(volatile u8 *)&call->leaves & CHANGES;
}

/*
 * Notes what a call makes another, with a time or as not over. Where others have the process's fds too, nothing that was found out before is
 * believed any more: whose fd it is cannot be said. Budget: three look-ups.
 */
static __noinline int note_changes(struct predicates *p, u32 choice, struct pt_regs *regs, s64 result, u64 time)
{
    struct task_struct *task;
    struct judging j;
    s64 fd = -1;
    u8 leaves;

    begin_judging(&j, p, choice, regs, result);
    task = j.task;
    leaves = j.call->leaves;
    if (leaves & CHANGES_THREAD)
        note_change(lasting_key(task->pid, OF_THREAD), time);
    if (!(leaves & (CHANGES_FD | CHANGES_RESULT | CHANGES_FDS)))
        return 0;
    if (!has_own_fds(task))
        *(volatile u64 *)&p->settled = bpf_ktime_get_boot_ns();
    if (leaves & CHANGES_FD && !fd_of(&j, &fd))
        leaves |= CHANGES_FDS;
    if (leaves & CHANGES_RESULT)
        fd = (s32)result;
    if (leaves & CHANGES_FDS)
        note_change(lasting_key(task->tgid, OF_ALL_FDS), time);
    else if (fd >= 0 && fd < OF_ALL_FDS)
        note_change(lasting_key(task->tgid, fd), time);
    return 0;
}
