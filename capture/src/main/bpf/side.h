/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What is handed over beside an event, where somebody asked for it: how long the call took, the stacks, and more. It follows the event in the
 * ring's record:
 *
 *   0            8               12            16      20            24     28     32
 *  +------------+---------------+-------------+-------+-------------+------+------+------+----------------------+---------------------
 *  | latency ns | kernel frames | user frames | truth | path length | come | sent | path | kernel addresses u64 | user frames, innermost first
 *  +------------+---------------+-------------+-------+-------------+------+------+------+----------------------+---------------------
 *
 *   0         8            16                    24      32            34
 *  +---------+------------+---------------------+-------+-------------+-------------------   a user frame; area start 0: no file's;
 *  | address | area start | area's page in file | inode | path length | path of the file     path length 0: the file of the frame before
 *  +---------+------------+---------------------+-------+-------------+-------------------
 *
 * The latency is -1 where the call's beginning was not seen. Truth: bits of enum truth; the path is that of the object. Come and sent: what is
 * in the queues of the event's socket (queues.h), -1 where there is none. Nothing follows an event where nobody asked: events are asked about by
 * the bit of their call.
 */
#pragma once
#include "interpret.h"
#include "queues.h"

#define SIDE_HEADER 32
#define FRAME_HEADER 34
#define STACK_BYTES (MAX_FRAMES * 8)
/* Behind an event that ends beyond this there is no room for stacks. */
#define LAST_WITH_STACKS 40000
/* How many bytes of user frames are begun; one more frame and its path fit behind them. */
#define USER_BYTES 16384

/* The calls about whose events somebody asked, a bit for each number. Written by user space at any time. */
struct side_calls {
    u64 bits[8];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct side_calls);
} side_calls SEC(".maps");

static __always_inline bool wants_side(u32 number)
{
    u32 first = 0;
    struct side_calls *calls;

    if (!control.side)
        return false;
    calls = bpf_map_lookup_elem(&side_calls, &first);
    return calls && calls->bits[(number / 64) & 7] >> (number % 64) & 1;
}

/* The call that a thread is in. */
struct begun {
    u64 start; /* boot time, 0 outside of calls */
    u32 generation;
    u32 unused;
};

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct begun);
} calls_begun SEC(".maps");

/* Where a thread that is in a call last gave up the CPU. */
struct wait {
    u32 length; /* bytes, 0 where it has not */
    u32 unused;
    u64 frames[MAX_FRAMES];
};

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct wait);
} waits SEC(".maps");

/* Storage for waiting is made here, since where a thread gives up the CPU nothing may be allocated. Budget: three look-ups. */
static __always_inline void note_begin(struct task_struct *task)
{
    struct begun *begun = bpf_task_storage_get(&calls_begun, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
    struct wait *wait;

    if (!begun)
        return;
    begun->start = bpf_ktime_get_boot_ns();
    begun->generation = control.generation;
    if (control.side & SIDE_KERNEL) {
        wait = bpf_task_storage_get(&waits, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
        if (wait)
            wait->length = 0;
    }
}

static __always_inline s64 latency_of(struct scratch *s, struct task_struct *task)
{
    struct begun *begun = bpf_task_storage_get(&calls_begun, task, NULL, 0);
    u64 start;

    if (!begun)
        return -1;
    start = begun->start;
    begun->start = 0;
    return start && begun->generation == control.generation ? (s64)(*(u64 *)s->bytes - start) : -1;
}

static __always_inline u32 put_wait(struct scratch *s, struct task_struct *task)
{
    struct wait *wait = bpf_task_storage_get(&waits, task, NULL, 0);
    u32 length;

    if (!wait)
        return 0;
    length = min_u32(wait->length, STACK_BYTES);
    wait->length = 0;
    if (length == 0 || bpf_probe_read_kernel(end_of(s), STACK_BYTES, wait->frames))
        return 0;
    return length;
}

static long found_area(struct task_struct *task, struct vm_area_struct *vma, struct step *step)
{
    struct area_walk *w = &step->s->area_walk;

    w->start = vma->vm_start;
    w->page_offset = vma->vm_pgoff;
    w->file = vma->vm_file;
    return 0;
}

static long frame_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    struct area_walk *w = &s->area_walk;
    struct file *file;
    u64 address;
    u32 length = 0;
    u8 *at;

    if (i >= MAX_FRAMES || s->end > w->limit)
        return 1;
    address = s->frames[i & (MAX_FRAMES - 1)];
    w->start = 0;
    w->file = NULL;
    bpf_find_vma(bpf_get_current_task_btf(), address, found_area, step, 0);
    at = end_of(s);
    *(u64 *)(at + 0) = address;
    *(u64 *)(at + 8) = w->file ? w->start : 0;
    *(u64 *)(at + 16) = w->page_offset;
    file = w->file;
    *(u64 *)(at + 24) = file ? BPF_CORE_READ(file, f_inode, i_ino) : 0;
    s->end += FRAME_HEADER;
    if (w->file && w->file != w->last) {
        length = put_file_path(s, w->file);
        if (length > MAX_TEXT)
            length = 0;
        w->last = w->file;
    }
    at = end_of(s);
    *(u16 *)(at - 2) = length;
    s->end += length;
    s->kept++;
    return 0;
}

/* Budget: MAX_FRAMES steps, each with a walk of a path at most. */
static __always_inline u32 put_user_stack(struct scratch *s, void *ctx)
{
    struct step step = {.s = s};
    long n = bpf_get_stack(ctx, s->frames, STACK_BYTES, BPF_F_USER_STACK);

    s->kept = 0;
    s->area_walk.last = NULL;
    s->area_walk.limit = s->end + USER_BYTES;
    if (n > 0)
        bpf_loop((u32)n / 8, frame_step, &step, 0);
    return s->kept;
}

/* The path of the file that a call opened or executed, from the kernel's own object: links are followed. Budget: that of put_path. */
static __noinline u32 put_object(struct scratch *s, struct task_struct *task)
{
    struct file *file = NULL;

    if (s->executed)
        file = BPF_CORE_READ(task, mm, exe_file);
    else if (s->opened)
        file = file_of(s->opened - 1);
    return put_file_path(s, file);
}

/* Puts what was asked for beside a whole event. `fd`: 1 + where the event's fd is among the call's arguments, 0 where it has none. */
static __always_inline void put_side(struct scratch *s, void *ctx, struct task_struct *task, bool returns, u32 fd)
{
    u32 start = s->end & 0xffff;
    u8 *side = s->bytes + start;
    u32 length;
    long n = 0;

    if (s->end > MAX_EVENT - SIDE_HEADER)
        return;
    *(s64 *)side = latency_of(s, task);
    *(u64 *)(side + 8) = 0;
    *(u32 *)(side + 16) = s->truth;
    *(u32 *)(side + 20) = 0;
    *(u64 *)(side + 24) = ~0ULL;
    if (control.side & SIDE_QUEUES && fd)
        put_queues((u32 *)(side + 24), s->args[(fd - 1) & 7]);
    s->end += SIDE_HEADER;
    if (s->end > LAST_WITH_STACKS)
        return;
    if (control.side & SIDE_OBJECT) {
        length = put_object(s, task);
        *(u32 *)(side + 20) = length;
        s->end += length;
    }
    if (control.side & SIDE_KERNEL) {
        n = returns ? put_wait(s, task) : 0;
        if (n <= 0)
            n = bpf_get_stack(ctx, end_of(s), STACK_BYTES, 0);
        if (n > 0) {
            *(u32 *)(side + 8) = (u32)n / 8;
            s->end += (u32)n;
        }
    }
    if (control.side & SIDE_USER)
        *(u32 *)(side + 12) = put_user_stack(s, ctx);
}
