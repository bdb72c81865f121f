/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The number and the arguments of the system call that a thread is in, by its registers. */
#pragma once
#include "recipe.h"
#include "scratch.h"
#include <bpf/bpf_tracing.h>

#define NO_CALL ((u64)-1)

/* Marks the number of a 32-bit program's call (CompatCalls.java). */
#define COMPAT_NUMBER 0x8000

#if defined(__TARGET_ARCH_x86)
#define TS_COMPAT 2
#define RT_SIGRETURN 15
#define EXECVE 59

/* Whether the call that a thread is in was made as 32-bit programs do; its number is one of theirs. */
static __always_inline bool is_compat(struct task_struct *task)
{
    return task->thread_info.status & TS_COMPAT;
}

static __always_inline u32 call_of(struct task_struct *task, struct pt_regs *regs)
{
    u64 number = regs->orig_ax;

    if (number == NO_CALL) /* the call's number went with the registers that it restored */
        return RT_SIGRETURN;
    return is_compat(task) || number >= UNKNOWN_CALL ? UNKNOWN_CALL : number;
}

static __always_inline void keep_arguments(struct scratch *s, struct pt_regs *regs)
{
    s->args[0] = regs->di;
    s->args[1] = regs->si;
    s->args[2] = regs->dx;
    s->args[3] = regs->r10;
    s->args[4] = regs->r8;
    s->args[5] = regs->r9;
    s->args[CALL_NUMBER] = regs->orig_ax;
}
#elif defined(__TARGET_ARCH_arm64)
#define TIF_32BIT 22
#define RT_SIGRETURN 139
#define EXECVE 221

static __always_inline bool is_compat(struct task_struct *task)
{
    return task->thread_info.flags >> TIF_32BIT & 1;
}

static __always_inline u32 call_of(struct task_struct *task, struct pt_regs *regs)
{
    u32 number = regs->syscallno;

    if (number == (u32)NO_CALL)
        return RT_SIGRETURN;
    return is_compat(task) || number >= UNKNOWN_CALL ? UNKNOWN_CALL : number;
}

static __always_inline void keep_arguments(struct scratch *s, struct pt_regs *regs)
{
    s->args[0] = regs->orig_x0;
    s->args[1] = regs->regs[1];
    s->args[2] = regs->regs[2];
    s->args[3] = regs->regs[3];
    s->args[4] = regs->regs[4];
    s->args[5] = regs->regs[5];
    s->args[CALL_NUMBER] = regs->syscallno;
}
#endif

/* Keeps the number of a call: its own, or that of a call without a row, marked where a 32-bit program made it. */
static __always_inline void keep_number(struct scratch *s, struct task_struct *task, u32 number)
{
    if (number != UNKNOWN_CALL)
        s->args[CALL_NUMBER] = number;
    else if (is_compat(task))
        s->args[CALL_NUMBER] = (s->args[CALL_NUMBER] & (COMPAT_NUMBER - 1)) | COMPAT_NUMBER;
}
