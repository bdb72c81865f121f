package dev.kansoku.report;

import dev.kansoku.filter.syntax.FilterException;
import java.util.List;

/** Makes reports of their declarations. */
public final class ReportMaker {
    private final ReportSetting setting;

    public ReportMaker(ReportSetting setting) {
        this.setting = setting;
    }

    /**
     * Makes a report.
     *
     * @param given what stood behind its name
     * @throws ReportException where an argument is missing or wrong
     * @throws FilterException where an argument names a field that there is not
     */
    public PreparedReport make(ReportDefinition definition, List<String> given)
            throws ReportException, FilterException {
        ReportArguments arguments = new ReportArguments(definition, given);
        return new PreparedReport(
                definition, report(definition, arguments), filter(definition, arguments));
    }

    private Report report(ReportDefinition definition, ReportArguments arguments)
            throws ReportException, FilterException {
        return switch (definition.kind()) {
            case "table" -> TopTable.of(definition, arguments.value("key"), setting);
            case "cpu" -> TopTable.cpu(definition, setting);
            case "fd-count" -> FdCount.of(definition, arguments.required("key"), setting);
            default -> throw new IllegalStateException("no report of kind " + definition.kind());
        };
    }

    private static String filter(ReportDefinition definition, ReportArguments arguments) {
        String filter = definition.optional("filter");
        return filter == null ? "" : filter;
    }
}
