/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What events of forks and execs tell of the process, its executable and its place among others. */
#pragma once
#include "facts.h"
#include "socket.h"

static __always_inline u32 put_vm(struct scratch *s, u32 mode)
{
    struct task_struct *task = bpf_get_current_task_btf();

    return put_number(s, vm_size(task->mm, mode), 4);
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
        return put_cgroups(s, task);
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
        value = number_for(task, BPF_CORE_READ(task, signal, pids[2]));
        break;
    case TASK_PGID:
        value = outermost(BPF_CORE_READ(task, signal, pids[2]));
        break;
    case TASK_LOGINUID:
        value = bpf_core_field_exists(task->loginuid) ? task->loginuid.val : (u32)-1;
        break;
    case TASK_CAPI:
        value = capabilities(&cred->cap_inheritable);
        break;
    case TASK_CAPP:
        value = capabilities(&cred->cap_permitted);
        break;
    case TASK_CAPE:
        value = capabilities(&cred->cap_effective);
        break;
    case TASK_UID:
        value = BPF_CORE_READ(cred, euid.val);
        break;
    case TASK_GID:
        value = BPF_CORE_READ(cred, egid.val);
        break;
    case TASK_VTID:
        value = innermost(BPF_CORE_READ(task, thread_pid));
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
        return s->executed ? put_exe(s) : put_user_text(s, user_pointer(s, pointers));
    case EXEC_ARGS:
        return s->executed ? put_args(s) : put_texts(s, pointers + pointer_size(s));
    case EXEC_ENV:
        return s->executed ? put_area(s, mm->env_start, mm->env_end) : put_texts(s, pointers);
    case EXEC_FILENAME:
        return s->executed ? put_kernel_text(s, s->filename) : put_text(s, pointers);
    }
    file = mm->exe_file;
    if (!file)
        return 0;
    if (p->mode == EXEC_PATH)
        return put_file_path(s, file);
    inode = BPF_CORE_READ(file, f_inode);
    switch (p->mode) {
    case EXEC_FLAGS:
        value = exe_flags(task, file, inode);
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
