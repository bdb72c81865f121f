/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Tells when a CPU goes from a thread in scope to another. */
#pragma once
#include "facts.h"
#include "notice.h"
#include "own.h"

#define SWITCH 152

SEC("tp_btf/sched_switch")
int BPF_PROG(switch_event, bool preempted, struct task_struct *task, struct task_struct *next)
{
    struct mm_struct *mm;
    struct scratch *s;
    u8 *at;

    if (!wants_extra(EXTRA_SWITCH) || is_own(task) || !in_scope(task))
        return 0;
    s = begin_notice(SWITCH, 6, task->pid);
    if (!s)
        return 0;
    at = s->bytes;
    mm = task->mm;
    *(u16 *)(at + 26) = 8;
    *(u16 *)(at + 28) = 8;
    *(u16 *)(at + 30) = 8;
    *(u16 *)(at + 32) = 4;
    *(u16 *)(at + 34) = 4;
    *(u16 *)(at + 36) = 4;
    *(s64 *)(at + 38) = next->pid;
    *(u64 *)(at + 46) = task->maj_flt;
    *(u64 *)(at + 54) = task->min_flt;
    *(u32 *)(at + 62) = vm_size(mm, VM_SIZE);
    *(u32 *)(at + 66) = vm_size(mm, VM_RSS);
    *(u32 *)(at + 70) = vm_size(mm, VM_SWAP);
    finish_notice(s, 74);
    return 0;
}
