// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import java.util.ArrayList;
import java.util.List;

/** What a capture holds of the kernel and gives back together, in the order in which it came. */
final class Held implements AutoCloseable {
    /** Something that closes without fail. */
    interface Part extends AutoCloseable {
        @Override
        void close();
    }

    private final List<Part> parts = new ArrayList<>();

    /** Holds a part, and returns it. */
    <T extends Part> T add(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        parts.clear();
    }
}
