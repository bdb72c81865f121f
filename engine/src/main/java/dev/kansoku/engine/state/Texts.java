// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** What threads keep of bytes: words, lists of words, cgroups and enters, all against one limit. */
final class Texts {
    final TextBudget budget;
    final TextPool<KeptText> words;
    final TextPool<CgroupText> cgroups;
    final KeptEnters enters;

    Texts(StateLimits limits) {
        budget = new TextBudget(limits);
        words = new TextPool<>(budget, KeptText.EMPTY, KeptText::new);
        cgroups = new TextPool<>(budget, CgroupText.NONE, CgroupText::new);
        enters = new KeptEnters(budget);
    }

    /** A thread is in no call any more. */
    void leaveCall(ThreadState thread) {
        enters.release(thread.enter);
        thread.enter = null;
        thread.enterCode = -1;
    }

    /** A thread keeps its texts no more. It still has them, for who looks at it once more. */
    void release(ThreadState thread) {
        if (thread.textsReleased) {
            return;
        }
        thread.textsReleased = true;
        words.release(thread.comm);
        words.release(thread.exe);
        words.release(thread.exepath);
        words.release(thread.args);
        words.release(thread.env);
        words.release(thread.cwd);
        words.release(thread.root);
        cgroups.release(thread.cgroups);
    }

    void clear() {
        words.clear();
        cgroups.clear();
        budget.clear();
    }
}
