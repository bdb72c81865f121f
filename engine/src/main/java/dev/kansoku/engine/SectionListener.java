package dev.kansoku.engine;

import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.StartListener;

/** Hands start tables on to the state, and tells the hidden-event rule where a section begins. */
final class SectionListener extends ForwardingListener {
    private final HiddenEvents hidden;

    SectionListener(StartListener state, HiddenEvents hidden) {
        super(state);
        this.hidden = hidden;
    }

    @Override
    public void section() {
        hidden.section();
        super.section();
    }
}
