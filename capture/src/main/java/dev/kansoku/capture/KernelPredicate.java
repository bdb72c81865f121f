// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.plan.Plan;
import java.util.List;

/**
 * What the kernel asks of a call's end before it makes an event of it. It holds for every event
 * that the filter matches, and for others too; where the kernel cannot tell what a check asks, the
 * check holds, be it negated or not. Two are equal where they ask the same.
 */
public sealed interface KernelPredicate {
    /** How many ranges or names one check has at most. */
    int MOST_MEMBERS = 12;

    /** Every event passes. */
    KernelPredicate ALWAYS = new Fixed(true);

    /** What a check of a number asks. The order of these and the name is the kernel side's. */
    enum Subject {
        /** The thread. */
        TID,
        /** Its process. */
        PID,
        /** Where it runs. */
        CPU,
        /** What the call returned; missing for calls whose event does not tell it. */
        RESULT,
        /** The number of the fd that the call acts on; missing for calls that act on none. */
        FD,
        /** The effective user. */
        UID,
        /** The effective group. */
        GID,
        /**
         * What the fd is open on, by {@link FdKind#code()}; missing where the call acts on none.
         */
        KIND,
        /** Either port of a socket; missing of what is no internet socket. Never negated. */
        PORT
    }

    /** What needs no look at the call. */
    record Fixed(boolean holds) implements KernelPredicate {}

    record All(List<KernelPredicate> terms) implements KernelPredicate {
        public All {
            terms = List.copyOf(terms);
        }
    }

    record Any(List<KernelPredicate> terms) implements KernelPredicate {
        public Any {
            terms = List.copyOf(terms);
        }
    }

    /**
     * A number is one of a set; one that is missing is not.
     *
     * @param negated whether it is to be none of them
     */
    record IsNumber(Subject subject, Numbers numbers, boolean negated) implements KernelPredicate {}

    /**
     * The thread has one of several names.
     *
     * @param negated whether it is to have none of them
     */
    record IsName(List<Name> names, boolean negated) implements KernelPredicate {
        public IsName {
            names = List.copyOf(names);
        }
    }

    /** What user space finds something out of, for the kernel to keep until that changes. */
    enum Kept {
        /** The thread. */
        THREAD,
        /** The fd that the call acts on. */
        FD
    }

    /**
     * A part of the filter that asks nothing but what user space has found out of a thread, or of
     * an fd. The kernel knows the answer once an event of it was seen, until another event changes
     * something of it.
     */
    record Found(Kept of, Plan plan) implements KernelPredicate {}

    /**
     * A name of a thread, or how it begins.
     *
     * @param bytes 15 at most
     * @param whole whether nothing may follow
     */
    record Name(Bytes bytes, boolean whole) {}
}
