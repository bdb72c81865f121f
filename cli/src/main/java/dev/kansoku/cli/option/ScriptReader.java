// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.lua.Chisel;
import dev.kansoku.lua.ChiselArgument;
import dev.kansoku.lua.ChiselDescription;
import dev.kansoku.lua.ChiselHost;
import dev.kansoku.lua.LuaException;
import dev.kansoku.lua.LuaLimits;
import dev.kansoku.lua.ScriptFolders;
import dev.kansoku.report.ReportArgument;
import dev.kansoku.report.ReportTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scripts that {@code -c} names: paths, and names of files in the family's folders that
 * are no built-in report's.
 */
public final class ScriptReader {
    /** The option that lifts the limits of scripts. */
    public static final String OPTION = "unsafe-lua";

    /** So many files are looked at for a list, */
    private static final int MOST = 1000;

    /** each of which may do so much to say what it is. */
    private static final LuaLimits FOR_A_WORD = new LuaLimits(10_000_000, 32 << 20);

    private static final String FOLDERS = "SYSDIG_CHISEL_DIR";

    private ScriptReader() {}

    /** The script of a name; null where it is a built-in report's, or nobody's. */
    public static @Nullable Path find(String name) {
        boolean builtIn = !ScriptFolders.isPath(name) && ReportTable.builtIn().find(name) != null;
        return builtIn ? null : folders().find(name);
    }

    /** Where scripts and their libraries are looked for. */
    public static ScriptFolders folders() {
        return ScriptFolders.usual(System.getenv(FOLDERS), System.getProperty("user.home"));
    }

    /** What a script may use; null for everything. */
    public static @Nullable LuaLimits limits(boolean everything) {
        return everything ? null : LuaLimits.DEFAULT;
    }

    /** What a script says of itself. */
    public static ChiselDescription describe(Path file, boolean everything) throws UsageException {
        try (Chisel chisel = Chisel.open(file, new Nowhere(), folders(), limits(everything))) {
            return chisel.description();
        } catch (LuaException e) {
            throw new UsageException(Printable.line(e.getMessage()));
        }
    }

    /**
     * The scripts that lie in the folders and can be run by their names, by name: what describes
     * itself, is not meant for others and has no built-in report's name.
     */
    public static List<ChiselDescription> listed() {
        List<ChiselDescription> listed = new ArrayList<>();
        folders()
                .all(MOST)
                .forEach(
                        (name, file) -> {
                            ChiselDescription script =
                                    ReportTable.builtIn().find(name) == null
                                            ? described(file)
                                            : null;
                            if (script != null
                                    && !script.hidden()
                                    && !script.description().isEmpty()) {
                                listed.add(script);
                            }
                        });
        return listed;
    }

    private static @Nullable ChiselDescription described(Path file) {
        try (Chisel chisel = Chisel.open(file, new Nowhere(), folders(), FOR_A_WORD)) {
            return chisel.description();
        } catch (LuaException e) {
            // A view, a library, or what cannot run: -c says why.
            return null;
        }
    }

    /** The arguments that a script declares, as a report has them. */
    static List<ReportArgument> arguments(ChiselDescription script) {
        return script.arguments().stream().map(ScriptReader::argument).toList();
    }

    private static ReportArgument argument(ChiselArgument argument) {
        return new ReportArgument(
                argument.name(),
                argument.type().equals("filter")
                        ? ReportArgument.Kind.FILTER
                        : ReportArgument.Kind.TEXT,
                !argument.optional(),
                argument.description());
    }

    /** Where a script lives that is only to say what it is. */
    private static final class Nowhere implements ChiselHost {
        private final TextBuffer unread = new TextBuffer();

        @Override
        public FieldCatalogue<EventContext> fields(BufferForm form) {
            return new EngineFields(FieldOptions.text().withNames(false));
        }

        @Override
        public TextBuffer output() {
            return unread.clear();
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public String source() {
            return "";
        }

        @Override
        public String filter() {
            return "";
        }

        @Override
        public boolean showsContainers() {
            return false;
        }

        @Override
        public boolean json() {
            return false;
        }

        @Override
        public boolean terminal() {
            return false;
        }

        @Override
        public Size size() {
            return new Size(-1, -1);
        }

        @Override
        public double progress() {
            return 0;
        }

        @Override
        public void note(String message) {
            // Said again when the script runs.
        }
    }
}
