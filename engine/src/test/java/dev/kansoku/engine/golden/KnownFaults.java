package dev.kansoku.engine.golden;

/**
 * Where the reference is known to print something wrong, what is right is wanted instead. Each rule
 * says what is right in terms of the line itself.
 */
final class KnownFaults {
    private static final String CONTAINER = "host|[0-9a-f]{12}";

    private KnownFaults() {}

    /** Whether a difference in one column is the reference's fault. */
    static boolean explain(Comparison.Row row, int column) {
        String ours = row.ours()[column];
        String golden = row.golden()[column];
        return switch (row.columns().get(column)) {
            // Empty in pid namespaces and in containers that it could not ask a runtime about.
            case "container.id" -> golden.isEmpty() && ours.matches(CONTAINER);
            // Taken relative to the working directory though the call has a dirfd; its own
            // evt.abspath has it right.
            case "fs.path.name", "fs.path.source" -> ours.equals(row.golden("evt.abspath"));
            case "fs.path.target" -> row.golden("evt.args").contains("(" + ours + ")");
            default -> false;
        };
    }
}
