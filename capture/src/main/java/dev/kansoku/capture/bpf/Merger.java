package dev.kansoku.capture.bpf;

/**
 * Chooses the ring that holds the earliest event. It stays with one ring while that one's events
 * come before all others', so that many CPUs cost a scan only where the lead changes.
 */
final class Merger {
    private final Ring[] rings;
    private int current;
    private long othersHead;

    Merger(Ring[] rings) {
        this.rings = rings;
    }

    /**
     * Takes note of what the kernel has written since. Returns whether every ring's head is known.
     */
    boolean refresh() {
        boolean known = true;
        for (Ring ring : rings) {
            ring.refresh();
            known &= !ring.blocked();
        }
        choose();
        return known;
    }

    /** The CPU whose ring holds the earliest event, or -1 where no event is from before a time. */
    int earliest(long before) {
        long head = rings[current].headTime();
        if (head > othersHead) {
            choose();
            head = rings[current].headTime();
        }
        return head < before ? current : -1;
    }

    private void choose() {
        int best = 0;
        long bestHead = Long.MAX_VALUE;
        long next = Long.MAX_VALUE;
        for (int i = 0; i < rings.length; i++) {
            long head = rings[i].headTime();
            if (head < bestHead) {
                next = bestHead;
                bestHead = head;
                best = i;
            } else if (head < next) {
                next = head;
            }
        }
        current = best;
        othersHead = next;
    }
}
