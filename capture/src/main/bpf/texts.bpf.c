/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells of the arguments and the environment of running processes. Apart from the other tables since it reads the memory of processes and
 * may sleep, which kernels before 5.18 do not let it.
 *
 *   0      4      6       8                16                    24           32    36    40                 42                   44
 *  +------+------+-------+----------------+---------------------+------------+-----+-----+------------------+--------------------+----
 *  | size | kind | flags | boot time now  | boot time of start  | 0          | tid | pid | arguments length | environment length | both
 *  +------+------+-------+----------------+---------------------+------------+-----+-----+------------------+--------------------+----
 */
#include "members.h"
#include "scratch.h"
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define RECORD_TEXTS 3
#define TEXTS 44

static __always_inline u32 put_area(struct scratch *s, struct task_struct *task, u64 from, u64 to)
{
    u64 n = to > from ? to - from : 0;
    u32 length = n > MAX_TEXT ? MAX_TEXT : n;
    u8 *at = end_of(s);

    length &= 0x1fff;
    if (length == 0 || bpf_copy_from_user_task(at, length, (void *)from, task, 0))
        return 0;
    at[(length - 1) & 0x1fff] = 0;
    s->end += length;
    return length;
}

/* One thread of each process: the first, or any where that has ended. Budget: two reads of memory. */
SEC("iter.s/task")
int tell_texts(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    struct mm_struct *mm;
    struct scratch *s;
    u32 first = 0, size;

    if (!task || (task->pid != task->tgid && BPF_CORE_READ(task, group_leader, mm)) || !is_told_of(task, ABOVE_ENTRY))
        return 0;
    mm = task->mm;
    s = bpf_map_lookup_elem(&scratches, &first);
    if (!mm || !s)
        return 0;
    *(u32 *)(s->bytes + 4) = RECORD_TEXTS;
    *(u64 *)(s->bytes + 8) = bpf_ktime_get_boot_ns();
    *(u64 *)(s->bytes + 16) = task->start_boottime;
    *(u64 *)(s->bytes + 24) = 0;
    *(u32 *)(s->bytes + 32) = task->pid;
    *(u32 *)(s->bytes + 36) = task->tgid;
    s->end = TEXTS;
    *(u16 *)(s->bytes + 40) = put_area(s, task, mm->arg_start, mm->arg_end);
    *(u16 *)(s->bytes + 42) = put_area(s, task, mm->env_start, mm->env_end);
    size = s->end & 0x7fff;
    *(u32 *)s->bytes = size;
    bpf_seq_write(ctx->meta->seq, s->bytes, size);
    return 0;
}
