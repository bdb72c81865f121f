/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Writes the events of the processes in scope: exits of system calls, execs, and ends of threads. call_enter and cpu_left are attached only
 * where somebody asked for what they note (side.h); so are those that tell of enters (enter.h), signals (signal.h), switches (switch.h) and
 * faults (fault.h).
 */
#include "taking.h"
#include "appeared.h"
#include "enter.h"
#include "fault.h"
#include "fds.h"
#include "limit.h"
#include "own.h"
#include "payload.h"
#include "predicate.h"
#include "shed.h"
#include "side.h"
#include "signal.h"
#include "switch.h"
#include "telling.h"
#include "uring.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define PROCEXIT 186

/* A call that is in scope and wanted has returned. */
static __always_inline void tell_end(void *ctx, struct predicates *p, struct task_struct *task, struct pt_regs *regs, s64 result, u32 number, u32 choice)
{
    struct recipe *recipe;
    struct scratch *s;
    bool shed;
    u32 cpu;

    if (is_judged_out(p, choice, task, regs, result)) {
        if (leaves_something(number))
            forget_taken(task);
        return;
    }
    recipe = bpf_map_lookup_elem(&recipes, &number);
    if (!recipe || (recipe->flags & RECIPE_EXEC && result == 0))
        return;
    cpu = bpf_get_smp_processor_id();
    s = begin(cpu);
    if (!s)
        return;
    keep_arguments(s, task, regs);
    keep_number(s, task, number);
    s->args[RESULT] = result;
    settle_snap(s, recipe);
    shed = is_held_back(recipe, cpu) || (is_pressed(cpu) && sheds(s, recipe, cpu));
    if (!shed) {
        struct telling t = {.s = s, .recipe = recipe, .ctx = ctx, .task = task, .cpu = cpu, .number = number};
        tell_call(&t);
    }
    if (shed || s->takes)
        forget_taken(task);
    if (recipe->flags & (RECIPE_FD | RECIPE_MESSAGE | RECIPE_MESSAGES))
        tell_fds(s, recipe->flags, cpu);
    end(s);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(call_exit, struct pt_regs *regs, long result)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct predicates *p = predicates_of();
    u32 number = call_of(task, regs), choice;

    if (!p || !wants_call(number) || is_upkeep(task, number) || !in_scope(task))
        return 0;
    choice = choice_of(p, number);
    if (changes_something(call_at(p, choice)))
        note_changes(p, choice, regs, result, NOT_OVER);
    tell_end(ctx, p, task, regs, result, number, choice);
    if (changes_something(call_at(p, choice)))
        note_changes(p, choice, regs, result, bpf_ktime_get_boot_ns());
    return 0;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(call_enter, struct pt_regs *regs, long id)
{
    struct task_struct *task = bpf_get_current_task_btf();

    if (wants_side(call_of(task, regs)) && may_be_in_scope(task))
        note_begin(task);
    return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(cpu_left, bool preempted, struct task_struct *task, struct task_struct *next)
{
    struct begun *begun;
    struct wait *wait;
    long n;

    if (preempted)
        return 0;
    begun = bpf_task_storage_get(&calls_begun, task, NULL, 0);
    if (!begun || !begun->start)
        return 0;
    wait = bpf_task_storage_get(&waits, task, NULL, 0);
    if (!wait)
        return 0;
    n = bpf_get_stack(ctx, wait->frames, STACK_BYTES, 0);
    wait->length = n > 0 ? n : 0;
    return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(process_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
    struct recipe *recipe;
    struct scratch *s;
    u32 number, cpu;

    scope_exec(task);
    note_renewal(task);
    number = call_of(task, (struct pt_regs *)bpf_task_pt_regs(task));
    if (number == UNKNOWN_CALL) /* a program of 32 bits has another number for it */
        number = EXECVE;
    if (!wants_call(number) || !in_scope(task))
        return 0;
    recipe = bpf_map_lookup_elem(&recipes, &number);
    if (!recipe || !(recipe->flags & RECIPE_EXEC))
        return 0;
    cpu = bpf_get_smp_processor_id();
    s = begin(cpu);
    if (!s)
        return 0;
    s->executed = 1;
    s->filename = bprm->filename;
    s->args[RESULT] = 0;
    header(s, recipe, task->pid);
    put_parameters(cpu, number);
    close_event(s);
    if (wants_side(number))
        put_side(s, ctx, task, false, 0);
    finish(s, cpu, recipe->flags & RECIPE_URGENT);
    end(s);
    return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(process_fork, struct task_struct *parent, struct task_struct *child)
{
    scope_fork(parent, child);
    note_renewal(child);
    return 0;
}

SEC("tp_btf/task_rename")
int BPF_PROG(task_renamed, struct task_struct *task, const char *name)
{
    struct task_struct *current = bpf_get_current_task_btf();

    note_name(task, call_of(current, (struct pt_regs *)bpf_task_pt_regs(current)));
    return 0;
}

struct reaper_walk {
    struct task_struct *task;
    u32 tid;
};

static long reaper_step(u32 i, struct reaper_walk *w)
{
    struct task_struct *task = w->task, *parent = BPF_CORE_READ(task, real_parent);
    struct signal_struct *signal = BPF_CORE_READ(parent, signal);

    w->tid = BPF_CORE_READ(parent, tgid); /* the parent can be any thread of its process */
    if (parent == task || innermost(BPF_CORE_READ(signal, pids[1])) == 1 ||
        BPF_CORE_READ_BITFIELD_PROBED(signal, is_child_subreaper))
        return 1;
    w->task = parent;
    return 0;
}

/*
 * Who takes over the children of a process that ends: a process above that asked for it, or the namespace's first; 0 where there are no
 * children. Budget: 32 steps.
 */
static __noinline u32 reaper_of(struct task_struct *task)
{
    struct reaper_walk w = {.task = task};

    if (task->children.next == &task->children)
        return 0;
    if (task->signal->live.counter > 0)
        return task->group_leader->pid;
    bpf_loop(32, reaper_step, &w, 0);
    return w.tid;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit, struct task_struct *task)
{
    u32 cpu = bpf_get_smp_processor_id();
    int status = task->exit_code;
    struct scratch *s;
    u8 *at;

    if (in_scope(task) && (s = begin(cpu))) {
        at = s->bytes;
        stamp(s, PROCEXIT, 5, task->pid);
        *(u16 *)(at + 26) = 8;
        *(u16 *)(at + 28) = 8;
        *(u16 *)(at + 30) = 1;
        *(u16 *)(at + 32) = 1;
        *(u16 *)(at + 34) = 8;
        *(s64 *)(at + 36) = status;
        *(s64 *)(at + 44) = status >> 8 & 0xff;
        at[52] = status & 0x7f;
        at[53] = status >> 7 & 1;
        *(s64 *)(at + 54) = reaper_of(task);
        s->end = 62;
        close_event(s);
        if (control.side)
            put_side(s, ctx, task, false, 0);
        finish(s, cpu, RECIPE_URGENT);
        end(s);
    }
    scope_exit(task);
    forget_name(predicates_of(), task->pid);
    return 0;
}
