/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Tells when a signal reaches a thread in scope: before its handler runs, or it ends or stops. */
#pragma once
#include "notice.h"

#define SIGNALDELIVER 232
#define SIGCHLD 17
#define SI_TIMER (-2)
#define SI_SIGIO (-5)
/* Below this a pointer is one of the kernel's marks for a signal without a sender. */
#define LAST_MARK 4096

/* The process that sent it, by its number for the receiver; 0 where no process did. */
static __always_inline s64 sender_of(int number, struct kernel_siginfo *info)
{
    int code;

    if ((u64)info < LAST_MARK)
        return 0;
    code = BPF_CORE_READ(info, si_code);
    if (number == SIGCHLD || (code <= 0 && code != SI_TIMER && code != SI_SIGIO))
        return BPF_CORE_READ(info, _sifields._kill._pid);
    return 0;
}

SEC("tp_btf/signal_deliver")
int BPF_PROG(signal_event, int number, struct kernel_siginfo *info, void *action)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct scratch *s;
    u8 *at;

    if (!wants_extra(EXTRA_SIGNAL) || !in_scope(task))
        return 0;
    s = begin_notice(SIGNALDELIVER, 3, task->pid);
    if (!s)
        return 0;
    at = s->bytes;
    *(u16 *)(at + 26) = 8;
    *(u16 *)(at + 28) = 8;
    *(u16 *)(at + 30) = 1;
    *(s64 *)(at + 32) = sender_of(number, info);
    *(s64 *)(at + 40) = task->tgid;
    at[48] = number;
    finish_notice(s, 49);
    return 0;
}
