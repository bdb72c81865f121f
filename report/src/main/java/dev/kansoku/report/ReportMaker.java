// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.filter.syntax.FilterException;
import java.util.List;

/** Makes reports of their declarations. */
public final class ReportMaker {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double HALF_SECOND = 500;
    private static final double SECOND = 1000;

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
        String fields = definition.optional("json");
        if (setting.json() && fields != null && !definition.kind().startsWith("list-")) {
            return JsonStream.of(definition, fields, setting);
        }
        Report report = ofKind(definition, arguments);
        String colours = arguments.value("disable_color");
        return colours != null && colours.startsWith("disable_color")
                ? new PlainReport(report)
                : report;
    }

    private Report ofKind(ReportDefinition definition, ReportArguments arguments)
            throws ReportException, FilterException {
        return switch (definition.kind()) {
            case "table" -> TopTable.of(definition, arguments.value("key"), setting);
            case "cpu" -> TopTable.cpu(definition, setting);
            case "fd-count" -> FdCount.of(definition, arguments.required("key"), setting);
            case "payload" -> new Payload(setting);
            case "echo" -> new Echo(setting);
            case "socket-payload" -> new SocketPayload(setting);
            case "file-payload" -> new FilePayload(setting);
            case "log-lines" -> new LogLines(setting);
            case "syslog-lines" -> new SyslogLines(setting);
            case "slow-io" -> new SlowIo(setting);
            case "slow-calls" -> new SlowCalls(setting);
            case "slowest-calls" -> new SlowestCalls(setting);
            case "io-bytes" -> new IoBytes(definition, setting);
            case "run-times" -> new RunTimes(setting);
            case "login-shells" ->
                    new LoginShells(
                            arguments.value("command"), arguments.value("arguments"), setting);
            case "shellshock" -> new Shellshock(setting);
            case "user-commands" ->
                    new UserCommands(arguments.number("max_depth", Long.MAX_VALUE), setting);
            case "http-log" -> new HttpLog(definition, setting);
            case "http-top" -> httpTop(definition, arguments);
            case "memcache-log" ->
                    new MemcacheLog(
                            arguments.value("method"), arguments.number("size", 0), setting);
            case "list-threads" ->
                    StateList.threads(definition, arguments.value("filter"), setting);
            case "list-fds" -> StateList.fds(definition, arguments.value("filter"), setting);
            case "list-connections" ->
                    StateList.connections(definition, arguments.value("filter"), setting);
            case "calls" -> new CallTable(definition, by(arguments), setting);
            case "errors" -> new ErrorTable(definition, setting);
            case "listeners" -> new Listeners(definition, setting);
            case "tree" -> new ProcessTree(definition, setting);
            case "startup" -> new Startup(definition, setting);
            case "dns-log" -> new DnsLog(definition, setting);
            case "explain" -> new Explanation(arguments.required("event"), setting);
            case "latency-heat" ->
                    HeatMap.latencies(arguments.number("refresh_time", HALF_SECOND), setting);
            case "offset-heat" -> HeatMap.offsets(arguments.number("refresh_time", SECOND));
            case "folded" -> new Folded(setting);
            case "udp-files" -> udpFiles();
            case "list-containers" -> new ContainerList(definition, setting);
            default -> throw new IllegalStateException("no report of kind " + definition.kind());
        };
    }

    private static String by(ReportArguments arguments) {
        String field = arguments.value("key");
        return field == null ? "evt.type" : field;
    }

    private Report udpFiles() throws ReportException, FilterException {
        if (setting.live()) {
            throw new ReportException("report udp_extract writes files of a capture (-r) only");
        }
        return new UdpFiles(setting);
    }

    private Report httpTop(ReportDefinition definition, ReportArguments arguments)
            throws ReportException, FilterException {
        String by = arguments.value("by");
        if (by != null && !List.of("ncalls", "bytes", "time").contains(by)) {
            throw arguments.wrong("by", "ncalls, bytes or time");
        }
        return new HttpTop(definition, by == null ? "ncalls" : by, setting);
    }

    /** The filter with arguments put in: {name} as text, {name.ns} as milliseconds. */
    private static String filter(ReportDefinition definition, ReportArguments arguments)
            throws ReportException {
        String filter = definition.optional("filter");
        if (filter == null) {
            return "";
        }
        for (ReportArgument argument : definition.arguments()) {
            String name = argument.name();
            String value = arguments.value(name);
            if (filter.contains("{" + name + ".ns}")) {
                long nanos = Math.round(arguments.number(name, 0) * NANOS_PER_MILLI);
                filter = filter.replace("{" + name + ".ns}", Long.toString(nanos));
            } else if (filter.contains("{" + name + "}") && value != null) {
                filter = filter.replace("{" + name + "}", quoted(value));
            }
        }
        return switch (definition.kind()) {
            case "file-payload" -> FileFilter.of(filter, arguments);
            case "explain" -> Explanation.filter(arguments.required("event"));
            default -> filter;
        };
    }

    /** As a literal that no character of it ends. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
