// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.scap.CaptureIndex;
import dev.kansoku.scap.CaptureInfo;
import dev.kansoku.scap.CaptureInfo.TypeCount;
import dev.kansoku.scap.Damage;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code kansoku scap info} prints of captures: where, when, how long, what of each kind, and
 * what is missing.
 *
 * @param text a block for each capture, or a JSON object a line
 * @param status success where all could be read
 */
public record CaptureFacts(String text, int status) {
    private static final int NANOS_DIGITS = 9;
    private static final long NANOS = 1_000_000_000L;

    /** Types that a block lists; JSON has all. */
    private static final int MOST_TYPES = 12;

    public static CaptureFacts of(List<String> files, boolean json) throws Failure {
        StringBuilder text = new StringBuilder();
        int status = ExitStatus.SUCCESS;
        for (String file : files) {
            CaptureInfo info;
            long size;
            try {
                Path path = Path.of(file);
                size = Files.size(path);
                info = info(path);
            } catch (NoSuchFileException e) {
                throw new Failure(
                        ExitStatus.FAILURE,
                        Printable.line("cannot read " + file + ": no such file"));
            } catch (IOException e) {
                throw new Failure(ExitStatus.FAILURE, Printable.line(reason(file, e)));
            }
            if (!info.damages().isEmpty()) {
                status = ExitStatus.FAILURE;
            }
            if (json) {
                text.append(json(file, size, info)).append('\n');
            } else {
                text.append(text.isEmpty() ? "" : "\n").append(block(file, size, info));
            }
        }
        return new CaptureFacts(text.toString(), status);
    }

    /** By the index where there is one of the capture as it is, else by reading all. */
    private static CaptureInfo info(Path file) throws IOException {
        return CaptureIndex.find(file) instanceof CaptureIndex.Found.Valid(CaptureIndex index)
                ? index.info()
                : CaptureInfo.of(ScapReader.open(file));
    }

    private static String reason(String file, IOException e) {
        String message = e.getMessage();
        return message != null && message.startsWith(file)
                ? message
                : "cannot read " + file + (message == null ? "" : ": " + message);
    }

    private static String block(String file, long size, CaptureInfo info) {
        Columns rows = new Columns("");
        rows.add("file", Printable.line(file));
        rows.add("size", size + " bytes, " + info.bytes() + " uncompressed");
        MachineEntry machine = info.machine();
        if (machine != null) {
            rows.add("host", Printable.line(machine.hostname()));
            rows.add(
                    "machine",
                    machine.cpus() + " CPUs, " + (machine.memoryBytes() >> 20) + " MiB of memory");
        }
        if (info.sections() > 1) {
            rows.add("sections", String.valueOf(info.sections()));
        }
        if (info.last() > 0) {
            rows.add("first event", time(info.first()));
            rows.add("last event", time(info.last()));
            rows.add("duration", seconds(info) + " s" + rate(info));
        }
        rows.add("events", events(info));
        rows.add("event size", info.meanEvent() + " bytes, at most " + info.largestEvent());
        rows.add(
                "at the start",
                info.tables().threads()
                        + " threads, "
                        + info.tables().fds()
                        + " fds, "
                        + info.tables().users()
                        + " users and groups, "
                        + info.tables().interfaces()
                        + " addresses");
        for (int cpu = 0; cpu < info.cpus().size(); cpu++) {
            rows.add("CPU " + cpu, info.cpus().get(cpu) + " events");
        }
        rows.add("lost", losses(info));
        List<TypeCount> types = info.types();
        for (int i = 0; i < Math.min(MOST_TYPES, types.size()); i++) {
            rows.add(i == 0 ? "types" : "", types.get(i).count() + " " + name(types.get(i)));
        }
        if (types.size() > MOST_TYPES) {
            rows.add("", types.size() - MOST_TYPES + " further types (-j has all)");
        }
        for (Damage damage : info.damages()) {
            rows.add("damage", Printable.line(damage.message()));
        }
        return rows.toString();
    }

    private static String events(CaptureInfo info) {
        StringBuilder text = new StringBuilder().append(info.events());
        if (info.events() > 0) {
            text.append(info.enters() > info.exits() / 2 ? ", enters and exits" : ", exits alone")
                    .append(info.firstGeneration() > 0 ? ", of an old layout" : "");
        }
        if (info.stateOnly() > 0) {
            text.append("; ").append(info.stateOnly()).append(" of them tell of state alone");
        }
        if (info.backwards() > 0) {
            text.append("; ").append(info.backwards()).append(" earlier than the one before");
        }
        return text.toString();
    }

    private static String losses(CaptureInfo info) {
        List<String> parts = new ArrayList<>();
        if (info.dropEvents() > 0) {
            parts.add(info.dropped() + " events, told by " + info.dropEvents() + " drop events");
        }
        if (info.unknownTypes() > 0) {
            parts.add(info.unknownTypes() + " events of unknown types");
        }
        if (info.skippedBlocks() > 0) {
            parts.add(
                    info.skippedBlocks()
                            + " blocks that cannot be read, "
                            + info.skippedBytes()
                            + " bytes");
        }
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private static String json(String file, long size, CaptureInfo info) {
        MachineEntry machine = info.machine();
        List<JsonObject> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < info.cpus().size(); cpu++) {
            cpus.add(new JsonObject().put("cpu", cpu).put("events", info.cpus().get(cpu)));
        }
        return new JsonObject()
                .put("file", file)
                .put("size", size)
                .put("uncompressed", info.bytes())
                .put("host", machine == null ? null : machine.hostname())
                .put("cpus", machine == null ? 0 : machine.cpus())
                .put("memory", machine == null ? 0 : machine.memoryBytes())
                .put("sections", info.sections())
                .put("first", info.first())
                .put("last", info.last())
                .put("events", info.events())
                .put("state_only", info.stateOnly())
                .put("enters", info.enters())
                .put("exits", info.exits())
                .put("old_layout", info.firstGeneration())
                .put("backwards", info.backwards())
                .put("mean_event", info.meanEvent())
                .put("largest_event", info.largestEvent())
                .put("threads", info.tables().threads())
                .put("fds", info.tables().fds())
                .put("users", info.tables().users())
                .put("interfaces", info.tables().interfaces())
                .put("drop_events", info.dropEvents())
                .put("dropped", info.dropped())
                .put("unknown_types", info.unknownTypes())
                .put("skipped_blocks", info.skippedBlocks())
                .put("skipped_bytes", info.skippedBytes())
                .put("by_cpu", cpus)
                .put("types", info.types().stream().map(CaptureFacts::json).toList())
                .put("damages", info.damages().stream().map(CaptureFacts::json).toList())
                .toString();
    }

    private static JsonObject json(TypeCount count) {
        return new JsonObject()
                .put("type", count.name())
                .put("direction", count.exit() ? "<" : ">")
                .put("count", count.count());
    }

    private static JsonObject json(Damage damage) {
        return new JsonObject()
                .put("offset", damage.offset())
                .put("lost_bytes", damage.lostBytes())
                .put("what", damage.what());
    }

    private static String name(TypeCount count) {
        return (count.exit() ? "< " : "> ") + count.name();
    }

    private static String time(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString();
    }

    private static String seconds(CaptureInfo info) {
        return BigDecimal.valueOf(info.last() - info.first(), NANOS_DIGITS).toPlainString();
    }

    private static String rate(CaptureInfo info) {
        long nanos = info.last() - info.first();
        return nanos <= 0
                ? ""
                : ", " + Math.round((double) info.events() * NANOS / nanos) + " events/s";
    }
}
