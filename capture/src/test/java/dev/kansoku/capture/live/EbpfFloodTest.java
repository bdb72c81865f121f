// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.OnPressure;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.StartListener;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flood of events does not hide what matters. */
@Timeout(120)
class EbpfFloodTest {
    private static final int EXECS = 2000;
    private static final int SECONDS = 10;
    private static final int FLOODERS = 2;
    private static final Pattern NUMBER = Pattern.compile("(exec|all)-(\\d+)");

    @Test
    void noExecAndNoEndIsLostWhileOthersMakeAsManyEventsAsTheyCan() throws Exception {
        String program = LabProgram.path("labflood").toString();
        LiveOptions options =
                LiveContract.ofCommand(program, "" + FLOODERS, "" + EXECS, "" + SECONDS)
                        .withBuffers(new Buffers(256 << 10, OnPressure.DROP));
        BitSet executed = new BitSet();
        int execs = -1;
        int ends = 0;
        int births = 0;
        long floods = 0;
        long lost;
        try (LiveSource source = EbpfLiveTest.openEbpf(options)) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                switch (EventTable.type(event.code()).name()) {
                    case "execve" -> {
                        Matcher number = NUMBER.matcher(arguments(event));
                        if (event.signed(0) == 0 && number.find()) {
                            int value = Integer.parseInt(number.group(2));
                            if (number.group(1).equals("all")) {
                                execs = value;
                            } else {
                                executed.set(value);
                            }
                        }
                    }
                    case "procexit" -> ends++;
                    case "vfork" -> births += event.signed(0) == 0 ? 0 : 1;
                    case "lseek" -> floods++;
                    default -> {
                        // of the command's own start
                    }
                }
            }
            System.out.println(
                    execs
                            + " execs beside "
                            + floods
                            + " calls seen and "
                            + source.losses().droppedFull()
                            + " lost");
            lost = source.losses().droppedFull();
        }
        assertThat(execs).isPositive();
        assertThat(executed.cardinality()).isEqualTo(execs);
        assertThat(births).isEqualTo(execs + 1);
        assertThat(ends).isEqualTo(execs + 1 + FLOODERS + 1);
        if (lost == 0) {
            LabProgram.skip("events are read as fast as the flood makes them");
        }
    }

    private static String arguments(Event event) {
        int args = event.type().indexOf("args");
        return new String(
                event.bytes(), event.offset(args), event.length(args), StandardCharsets.ISO_8859_1);
    }
}
