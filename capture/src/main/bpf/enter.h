/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells of system calls when they begin: by recipes of their own, which take a call's arguments as they are before the kernel looks at them.
 * Which calls is a bit of each in `extras`.
 */
#pragma once
#include "call.h"
#include "extras.h"
#include "interpret.h"
#include "limit.h"
#include "own.h"
#include "payload.h"
#include "shed.h"

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, CALLS);
    __type(key, u32);
    __type(value, struct recipe);
} enter_recipes SEC(".maps");

SEC("tp_btf/sys_enter")
int BPF_PROG(enter_event, struct pt_regs *regs, long id)
{
    struct task_struct *task = bpf_get_current_task_btf();
    u32 number = call_of(task, regs), cpu;
    struct recipe *recipe;
    struct scratch *s;

    if (!wants_enter(number) || is_upkeep(task, number) || !in_scope(task))
        return 0;
    recipe = bpf_map_lookup_elem(&enter_recipes, &number);
    if (!recipe)
        return 0;
    cpu = bpf_get_smp_processor_id();
    s = begin(cpu);
    if (!s)
        return 0;
    s->begins = 1;
    keep_arguments(s, task, regs);
    keep_number(s, task, number);
    s->args[RESULT] = NOT_RETURNED;
    settle_snap(s, recipe);
    if (!(charged(recipe, cpu) & CHARGED_HELD) && (!is_pressed(cpu) || !sheds(s, recipe, cpu))) {
        header(s, recipe, task->pid);
        interpret(s, recipe);
        close_event(s);
        finish(s, cpu, 0);
    }
    end(s);
    return 0;
}
