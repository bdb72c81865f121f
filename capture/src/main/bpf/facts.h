/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Facts of a task, of the current one or another: its numbers, sizes and executable. */
#pragma once
#include "kernel.h"

#define PAGE_SHIFT_KIB 2

/* Sizes of an address space. */
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

/* A size of an address space in KiB. */
static __always_inline u64 vm_size(struct mm_struct *mm, u32 mode)
{
    u64 pages;

    if (!mm)
        return 0;
    if (mode == VM_SIZE)
        pages = mm->total_vm;
    else if (mode == VM_RSS)
        pages = pages_of(mm, 0) + pages_of(mm, 1) + pages_of(mm, 3);
    else
        pages = pages_of(mm, 2);
    return pages << PAGE_SHIFT_KIB;
}

/*
 * The number of a pid in the namespace that it belongs to. The pid comes of a read: to a pointer that the verifier follows, 6.1's lets no number
 * be added that it does not know.
 */
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

/* The number that a pid has in the pid namespace of a task, 0 where it has none there. */
static __always_inline u64 number_for(struct task_struct *task, struct pid *pid)
{
    u32 level = BPF_CORE_READ(task, thread_pid, level);
    int nr = 0;

    if (!pid || level > 32 || BPF_CORE_READ(pid, level) < level)
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
    struct pid *pid = BPF_CORE_READ(task, thread_pid);
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

/* A set of capabilities: one number, before 6.3 its two halves in the same place. */
static __always_inline u64 capabilities(const kernel_cap_t *set)
{
    u64 value = 0;

    bpf_probe_read_kernel(&value, sizeof(value), set);
    return value;
}

#define CAP_DAC_OVERRIDE 1
#define EXE_WRITABLE 1
#define EXE_UPPER_LAYER 2
#define EXE_FROM_MEMFD 4
#define EXE_LOWER_LAYER 8

static __always_inline u32 exe_flags(struct task_struct *task, struct file *file, struct inode *inode)
{
    const struct cred *cred = task->cred;
    u32 mode = BPF_CORE_READ(inode, i_mode), layer = layer_of(inode), flags = 0;
    u64 name = 0;

    if (capabilities(&cred->cap_effective) >> CAP_DAC_OVERRIDE & 1)
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
