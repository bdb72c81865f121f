/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells of page faults of threads in scope, in the process and in the kernel. Attached by name, since not every architecture has these
 * tracepoints (x86_64 has). The error is the processor's own, which Java converts. Faults of the programs that put events together are left
 * out: without an observer there were none.
 */
#pragma once
#include "call.h"
#include "notice.h"
#include "own.h"

#define PAGE_FAULT 290

#if defined(__TARGET_ARCH_x86)
#define INSTRUCTION(regs) BPF_CORE_READ(regs, ip)
#elif defined(__TARGET_ARCH_arm64)
#define INSTRUCTION(regs) BPF_CORE_READ(regs, pc)
#endif

static __always_inline int tell_fault(struct bpf_raw_tracepoint_args *ctx)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct pt_regs *regs = (void *)ctx->args[1];
    struct scratch *s;
    u8 *at;

    if (!wants_extra(EXTRA_FAULTS) || is_own(task) || !in_scope(task) || is_ours())
        return 0;
    s = begin_notice(PAGE_FAULT, 3, task->pid);
    if (!s)
        return 0;
    at = s->bytes;
    *(u16 *)(at + 26) = 8;
    *(u16 *)(at + 28) = 8;
    *(u16 *)(at + 30) = 4;
    *(u64 *)(at + 32) = ctx->args[0];
    *(u64 *)(at + 40) = INSTRUCTION(regs);
    *(u32 *)(at + 48) = ctx->args[2];
    finish_notice(s, 52);
    return 0;
}

SEC("raw_tp/page_fault_user")
int fault_of_process(struct bpf_raw_tracepoint_args *ctx)
{
    return tell_fault(ctx);
}

SEC("raw_tp/page_fault_kernel")
int fault_of_kernel(struct bpf_raw_tracepoint_args *ctx)
{
    return tell_fault(ctx);
}
