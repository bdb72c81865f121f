/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The same, for kernels whose functions can be watched. */
#define WITH_TRAMPOLINES
#include "events.bpf.c"
