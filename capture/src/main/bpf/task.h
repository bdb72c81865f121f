/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What events of forks and execs tell of the process, its executable and its place among others. */
#pragma once
#include "socket.h"

#define PAGE_SHIFT_KIB 2

/* Sizes of an address space in KiB: total, resident, swapped. */
enum vm_mode { VM_SIZE, VM_RSS, VM_SWAP };

static __always_inline u64 pages_of(struct mm_struct *mm, u32 kind)
{
    s64 pages;

    if (bpf_core_field_exists(struct mm_rss_stat___v61, count)) {
        struct mm_struct___v61 *old = (void *)mm;
        switch (kind) {
        case 0:
            pages = BPF_CORE_READ(old, rss_stat.count[0].counter);
            break;
        case 1:
            pages = BPF_CORE_READ(old, rss_stat.count[1].counter);
            break;
        case 2:
            pages = BPF_CORE_READ(old, rss_stat.count[2].counter);
            break;
        default:
            pages = BPF_CORE_READ(old, rss_stat.count[3].counter);
        }
    } else {
        switch (kind) {
        case 0:
            pages = BPF_CORE_READ(mm, rss_stat[0].count);
            break;
        case 1:
            pages = BPF_CORE_READ(mm, rss_stat[1].count);
            break;
        case 2:
            pages = BPF_CORE_READ(mm, rss_stat[2].count);
            break;
        default:
            pages = BPF_CORE_READ(mm, rss_stat[3].count);
        }
    }
    return pages < 0 ? 0 : pages;
}

static __always_inline u32 put_vm(struct scratch *s, u32 mode)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct mm_struct *mm = task->mm;
    u64 pages = 0;

    if (mm) {
        if (mode == VM_SIZE)
            pages = mm->total_vm;
        else if (mode == VM_RSS)
            pages = pages_of(mm, 0) + pages_of(mm, 1) + pages_of(mm, 3);
        else
            pages = pages_of(mm, 2);
    }
    return put_number(s, pages << PAGE_SHIFT_KIB, 4);
}

/* The number of a pid in the namespace that it belongs to. */
static __always_inline u64 innermost(struct pid *pid)
{
    u32 level;
    int nr = 0;

    if (!pid)
        return 0;
    level = BPF_CORE_READ(pid, level);
    if (level > 32)
        return 0;
    bpf_core_read(&nr, sizeof(nr), (void *)&pid->numbers + level * bpf_core_type_size(struct upid));
    return (s64)nr;
}

static __always_inline u64 outermost(struct pid *pid)
{
    return pid ? (s64)BPF_CORE_READ(pid, numbers[0].nr) : 0;
}

static __always_inline u64 pidns_start(struct task_struct *task)
{
    struct pid *pid = task->thread_pid;
    struct pid_namespace *ns = NULL;
    u32 level;

    if (!pid)
        return 0;
    level = BPF_CORE_READ(pid, level);
    if (level > 32)
        return 0;
    bpf_probe_read_kernel(&ns, sizeof(ns),
                          (void *)pid + bpf_core_field_offset(struct pid, numbers) + level * bpf_core_type_size(struct upid) +
                              bpf_core_field_offset(struct upid, ns));
    return ns ? BPF_CORE_READ(ns, child_reaper, start_boottime) : 0;
}

static __always_inline u64 tty_of(struct task_struct *task)
{
    struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);
    u32 major, minor;

    if (!tty)
        return 0;
    major = BPF_CORE_READ(tty, driver, major);
    minor = BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index);
    return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
}

/* The area of arguments or environment, cut at 4 KiB and ended by a NUL. */
static __always_inline u32 put_area(struct scratch *s, u64 from, u64 to)
{
    u64 n = to > from ? to - from : 0;
    u32 length;
    u8 *end = end_of(s);

    if (n == 0)
        return 0;
    length = n > MAX_TEXT ? MAX_TEXT : n;
    length &= 0x1fff;
    if (bpf_probe_read_user(end, length, (void *)from))
        return put_fault(s);
    end[(length - 1) & 0x1fff] = 0;
    return length;
}

/* The first argument; remembers its length for the arguments behind it. */
static __always_inline u32 put_exe(struct scratch *s)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct mm_struct *mm = task->mm;

    if (!mm)
        return 0;
    s->exe_length = put_user_text(s, mm->arg_start);
    return s->exe_length;
}

static __always_inline u32 put_args(struct scratch *s)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct mm_struct *mm = task->mm;

    return mm ? put_area(s, mm->arg_start + s->exe_length, mm->arg_end) : 0;
}

/* Budget: the longest of put_path and put_cgroups. */
static __noinline u32 put_task(struct scratch *s, const struct part *p)
{
    struct task_struct *task = bpf_get_current_task_btf();
    const struct cred *cred = task->cred;
    u64 value = 0;

    switch (p->mode) {
    case TASK_EXE:
        return put_exe(s);
    case TASK_ARGS:
        return put_args(s);
    case TASK_COMM:
        return put_kernel_text(s, task->comm);
    case TASK_CWD:
        if (!task->fs)
            return 0;
        return put_path(s, BPF_CORE_READ(task, fs, pwd.mnt), BPF_CORE_READ(task, fs, pwd.dentry), task->fs);
    case TASK_CGROUPS:
        return put_cgroups(s);
    case TASK_TID:
        value = (s64)task->pid;
        break;
    case TASK_PID:
        value = (s64)task->tgid;
        break;
    case TASK_PTID:
        value = (s64)task->real_parent->tgid;
        break;
    case TASK_FDLIMIT:
        value = BPF_CORE_READ(task, signal, rlim[7].rlim_cur);
        break;
    case TASK_MAJFLT:
        value = task->maj_flt;
        break;
    case TASK_MINFLT:
        value = task->min_flt;
        break;
    case TASK_TTY:
        value = tty_of(task);
        break;
    case TASK_VPGID:
        value = innermost(BPF_CORE_READ(task, signal, pids[2]));
        break;
    case TASK_PGID:
        value = outermost(BPF_CORE_READ(task, signal, pids[2]));
        break;
    case TASK_LOGINUID:
        value = bpf_core_field_exists(task->loginuid) ? task->loginuid.val : (u32)-1;
        break;
    case TASK_CAPI:
        value = BPF_CORE_READ(cred, cap_inheritable.val);
        break;
    case TASK_CAPP:
        value = BPF_CORE_READ(cred, cap_permitted.val);
        break;
    case TASK_CAPE:
        value = BPF_CORE_READ(cred, cap_effective.val);
        break;
    case TASK_UID:
        value = BPF_CORE_READ(cred, euid.val);
        break;
    case TASK_GID:
        value = BPF_CORE_READ(cred, egid.val);
        break;
    case TASK_VTID:
        value = innermost(task->thread_pid);
        break;
    case TASK_VPID:
        value = innermost(BPF_CORE_READ(task, signal, pids[1]));
        break;
    case TASK_PIDNS:
        value = s->args[RESULT] == 0 ? pidns_start(task) : 0;
        break;
    }
    return put_number(s, value, p->width);
}

#define CLONE_PIDNS_BIT 1

/* Clone flags as the kernel has them, less the signal, whose lowest bit says whether the process is in a pid namespace. */
static __always_inline u32 put_clone_flags(struct scratch *s, const struct part *p)
{
    struct task_struct *task = bpf_get_current_task_btf();
    u64 flags = 0;

    if (p->arg == IN_MEMORY)
        flags = user_u64(s->args[0]);
    else if (p->arg < RESULT)
        flags = s->args[p->arg & 7];
    flags &= ~0xffULL;
    if (BPF_CORE_READ(task, thread_pid, level) > 0)
        flags |= CLONE_PIDNS_BIT;
    return put_number(s, flags, 4);
}

#define OVERLAYFS 0x794c7630
#define UPPER_LAYER 1
#define LOWER_LAYER 2

/* The layer of an overlay file system that a file is in: the upper dentry stands right behind the inode. */
static __always_inline u32 layer_of(struct inode *inode)
{
    struct dentry *upper = NULL;

    if (BPF_CORE_READ(inode, i_sb, s_magic) != OVERLAYFS)
        return 0;
    bpf_probe_read_kernel(&upper, sizeof(upper), (void *)inode + bpf_core_type_size(struct inode));
    return upper ? UPPER_LAYER : LOWER_LAYER;
}

#define CAP_DAC_OVERRIDE 1
#define EXE_WRITABLE 1
#define EXE_UPPER_LAYER 2
#define EXE_FROM_MEMFD 4
#define EXE_LOWER_LAYER 8

static __always_inline u32 exe_flags(struct file *file, struct inode *inode)
{
    struct task_struct *task = bpf_get_current_task_btf();
    const struct cred *cred = task->cred;
    u32 mode = BPF_CORE_READ(inode, i_mode), layer = layer_of(inode), flags = 0;
    u64 name = 0;

    if (BPF_CORE_READ(cred, cap_effective.val) >> CAP_DAC_OVERRIDE & 1)
        flags |= EXE_WRITABLE;
    else if (BPF_CORE_READ(inode, i_uid.val) == BPF_CORE_READ(cred, euid.val))
        flags |= mode & 0200 ? EXE_WRITABLE : 0;
    else if (BPF_CORE_READ(inode, i_gid.val) == BPF_CORE_READ(cred, egid.val))
        flags |= mode & 0020 ? EXE_WRITABLE : 0;
    else
        flags |= mode & 0002 ? EXE_WRITABLE : 0;
    if (layer == UPPER_LAYER)
        flags |= EXE_UPPER_LAYER;
    else if (layer == LOWER_LAYER)
        flags |= EXE_LOWER_LAYER;
    bpf_probe_read_kernel(&name, 6, BPF_CORE_READ(file, f_path.dentry, d_name.name));
    if (name == 0x3a64666d656d /* memfd: */ && BPF_CORE_READ(inode, i_nlink) == 0)
        flags |= EXE_FROM_MEMFD;
    return flags;
}

/* Since 6.13 the topmost bit of the nanoseconds says that somebody has asked for the time. */
#define CTIME_NANOSECONDS 0x7fffffff

static __always_inline u64 inode_ctime(struct inode *inode)
{
    struct inode___v66 *v66 = (void *)inode;
    struct inode___v61 *v61 = (void *)inode;

    if (bpf_core_field_exists(inode->i_ctime_sec))
        return BPF_CORE_READ(inode, i_ctime_sec) * 1000000000 + (BPF_CORE_READ(inode, i_ctime_nsec) & CTIME_NANOSECONDS);
    if (bpf_core_field_exists(v66->__i_ctime))
        return BPF_CORE_READ(v66, __i_ctime.tv_sec) * 1000000000 + BPF_CORE_READ(v66, __i_ctime.tv_nsec);
    return BPF_CORE_READ(v61, i_ctime.tv_sec) * 1000000000 + BPF_CORE_READ(v61, i_ctime.tv_nsec);
}

static __always_inline u64 inode_mtime(struct inode *inode)
{
    struct inode___v66 *v66 = (void *)inode;
    struct inode___v61 *v61 = (void *)inode;

    if (bpf_core_field_exists(inode->i_mtime_sec))
        return BPF_CORE_READ(inode, i_mtime_sec) * 1000000000 + BPF_CORE_READ(inode, i_mtime_nsec);
    if (bpf_core_field_exists(v66->__i_mtime))
        return BPF_CORE_READ(v66, __i_mtime.tv_sec) * 1000000000 + BPF_CORE_READ(v66, __i_mtime.tv_nsec);
    return BPF_CORE_READ(v61, i_mtime.tv_sec) * 1000000000 + BPF_CORE_READ(v61, i_mtime.tv_nsec);
}

/*
 * The executed file. After a successful exec arguments and environment are in the new address space; after a failed one they are still where
 * the call's arguments point: `extra` is the argument. Budget: as put_task.
 */
static __noinline u32 put_exec(struct scratch *s, const struct part *p)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct mm_struct *mm = task->mm;
    u64 pointers = s->args[p->extra & 7], value = 0;
    struct inode *inode;
    struct file *file;

    if (!mm)
        return 0;
    switch (p->mode) {
    case EXEC_EXE:
        return s->executed ? put_exe(s) : put_user_text(s, user_u64(pointers));
    case EXEC_ARGS:
        return s->executed ? put_args(s) : put_texts(s, pointers + 8);
    case EXEC_ENV:
        return s->executed ? put_area(s, mm->env_start, mm->env_end) : put_texts(s, pointers);
    case EXEC_FILENAME:
        return s->executed ? put_kernel_text(s, s->filename) : put_user_text(s, pointers);
    }
    file = mm->exe_file;
    if (!file)
        return 0;
    if (p->mode == EXEC_PATH)
        return put_file_path(s, file);
    inode = BPF_CORE_READ(file, f_inode);
    switch (p->mode) {
    case EXEC_FLAGS:
        value = exe_flags(file, inode);
        break;
    case EXEC_INODE:
        value = BPF_CORE_READ(inode, i_ino);
        break;
    case EXEC_CTIME:
        value = inode_ctime(inode);
        break;
    case EXEC_MTIME:
        value = inode_mtime(inode);
        break;
    }
    return put_number(s, value, p->width);
}
