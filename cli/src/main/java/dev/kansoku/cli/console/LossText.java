// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import dev.kansoku.engine.source.CpuLosses;
import dev.kansoku.engine.source.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a source lost, in words: all classes together, then the CPUs that lost something. */
public final class LossText {
    private LossText() {}

    /** All in one line, as it grows. */
    public static String line(Losses losses) {
        StringBuilder line = new StringBuilder(total(losses));
        String before = "; events by CPU: ";
        for (CpuLosses cpu : losses.cpus()) {
            if (cpu.events() != 0) {
                line.append(before).append(cpu.cpu()).append(": ").append(cpu.events());
                before = ", ";
            }
        }
        return line.toString();
    }

    /** All, and the classes of each CPU, at the end. */
    static List<String> lines(Losses losses) {
        List<String> lines = new ArrayList<>();
        lines.add(total(losses));
        for (CpuLosses cpu : losses.cpus()) {
            if (cpu.events() != 0) {
                lines.add(ofCpu(cpu));
            }
        }
        return lines;
    }

    private static String total(Losses losses) {
        return String.format(
                Locale.ROOT,
                "lost: %d events to full buffers, %d too large, %d nested, %d throttled; %d"
                    + " parameters unreadable, %d too large; %d events late, %d of unknown types;"
                    + " %d blocks, %d bytes skipped",
                losses.droppedFull(),
                losses.droppedOversize(),
                losses.droppedNested(),
                losses.droppedThrottled(),
                losses.droppedFault(),
                losses.cutParameters(),
                losses.late(),
                losses.unknownTypes(),
                losses.skippedBlocks(),
                losses.skippedBytes());
    }

    private static String ofCpu(CpuLosses cpu) {
        return String.format(
                Locale.ROOT,
                "lost on CPU %d: %d events to full buffers, %d too large, %d nested, %d throttled",
                cpu.cpu(),
                cpu.full(),
                cpu.oversize(),
                cpu.nested(),
                cpu.throttled());
    }
}
