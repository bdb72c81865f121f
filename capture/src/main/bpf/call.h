/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The number and the arguments of the system call that a thread is in, by its registers. */
#pragma once
#include "recipe.h"
#include "scratch.h"
#include <bpf/bpf_tracing.h>

#define NO_CALL ((u64)-1)

/*
 * The calls of this architecture that those of 32-bit programs are told as, each number plus one; 0 of those that are not. Behind the numbers of
 * calls lie those that socketcall stands for (CompatNumbers.java).
 */
struct compat_numbers {
    u16 told_as[CALLS];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct compat_numbers);
} compat_numbers SEC(".maps");

static __always_inline u32 told_as(u32 number)
{
    u32 zero = 0, as;
    struct compat_numbers *numbers = bpf_map_lookup_elem(&compat_numbers, &zero);

    if (!numbers || number >= CALLS)
        return UNKNOWN_CALL;
    as = numbers->told_as[number & (CALLS - 1)];
    return as ? as - 1 : UNKNOWN_CALL;
}

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

#define X32_BIT 0x40000000
#define SOCKET_CALLS 480 /* where in the table the calls of socketcall begin */
#define LAST_SOCKET_CALL 20
#define FIRST_WITH_LONG_TIMES 403
/* Calls of 32-bit programs whose arguments lie otherwise. */
#define I386_SETRLIMIT 75
#define I386_GETRLIMIT 76
#define I386_MMAP 90
#define I386_SOCKETCALL 102
#define I386_SEND 9 /* of socketcall */
#define I386_RECV 10
#define I386_LLSEEK 140
#define I386_PREAD 180
#define I386_PWRITE 181
#define I386_SENDFILE 187
#define I386_UGETRLIMIT 191
#define I386_MMAP2 192
#define I386_PREADV 333
#define I386_PWRITEV 334

static __always_inline u32 call_of(struct task_struct *task, struct pt_regs *regs)
{
    u64 number = regs->orig_ax;
    u32 which;

    if (number == NO_CALL) /* the call's number went with the registers that it restored */
        return RT_SIGRETURN;
    if (is_compat(task)) {
        if ((u32)number == I386_SOCKETCALL) {
            which = (u32)regs->bx;
            return which <= LAST_SOCKET_CALL ? told_as(SOCKET_CALLS + which) : UNKNOWN_CALL;
        }
        return number < SOCKET_CALLS ? told_as(number) : UNKNOWN_CALL;
    }
    number &= ~(u64)X32_BIT; /* programs of 64 bits with short pointers: calls below 512 are the same */
    return number >= UNKNOWN_CALL ? UNKNOWN_CALL : number;
}

/* The arguments of a 32-bit program's call, in the order and the form that the call has for others. Budget: about 150. */
static __noinline int keep_compat(struct scratch *s, struct pt_regs *regs)
{
    u32 number = regs->orig_ax, value = 0;
    u64 list;

    s->compat = COMPAT_POINTERS | (number < FIRST_WITH_LONG_TIMES ? COMPAT_TIMES : 0);
    s->args[0] = (u32)regs->bx;
    s->args[1] = (u32)regs->cx;
    s->args[2] = (u32)regs->dx;
    s->args[3] = (u32)regs->si;
    s->args[4] = (u32)regs->di;
    s->args[5] = (u32)regs->bp;
    s->args[CALL_NUMBER] = number;
    switch (number) {
    case I386_SOCKETCALL:
    case I386_MMAP:
        list = number == I386_MMAP ? s->args[0] : s->args[1];
#pragma unroll
        for (u32 i = 0; i < 6; i++) {
            value = 0;
            bpf_probe_read_user(&value, sizeof(value), (void *)(list + i * sizeof(value)));
            s->args[i] = value;
        }
        if (number == I386_SOCKETCALL && ((u32)regs->bx == I386_SEND || (u32)regs->bx == I386_RECV))
            s->args[4] = s->args[5] = 0; /* they have no address */
        break;
    case I386_SETRLIMIT:
    case I386_GETRLIMIT:
    case I386_UGETRLIMIT:
    case I386_SENDFILE:
        s->compat |= COMPAT_HALVES;
        break;
    case I386_LLSEEK:
        s->args[1] = s->args[1] << 32 | s->args[2];
        s->args[2] = s->args[4];
        break;
    case I386_PREAD:
    case I386_PWRITE:
    case I386_PREADV:
    case I386_PWRITEV:
        s->args[3] |= s->args[4] << 32;
        break;
    case I386_MMAP2:
        s->args[5] <<= 12; /* it counts pages */
        break;
    }
    return 0;
}

static __always_inline void keep_arguments(struct scratch *s, struct task_struct *task, struct pt_regs *regs)
{
    if (is_compat(task)) {
        keep_compat(s, regs);
        return;
    }
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

static __always_inline void keep_arguments(struct scratch *s, struct task_struct *task, struct pt_regs *regs)
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
