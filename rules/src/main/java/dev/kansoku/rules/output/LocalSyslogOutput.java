// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The syslog of this machine. */
final class LocalSyslogOutput implements AlertOutput {
    static final String PATH = "/dev/log";

    private final LocalSyslog syslog;
    private final String path;
    private final SyslogForm form;
    private final int most;
    private final AtomicLong shortened = new AtomicLong();
    private volatile LocalSyslog.@Nullable Way way;

    LocalSyslogOutput(LocalSyslog syslog, String path, SyslogForm form, int most) {
        this.syslog = syslog;
        this.path = path;
        this.form = form;
        this.most = most;
    }

    @Override
    public String name() {
        return path.equals(PATH) ? "syslog" : "syslog at " + path;
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        LocalSyslog.Way open = way;
        if (open == null) {
            open = syslog.open(path);
            way = open;
        }
        byte[] whole = form.near(messages.getFirst(), ZoneId.systemDefault());
        byte[] bytes = Utf8.cut(whole, most);
        try {
            open.send(bytes);
        } catch (IOException e) {
            // A syslog that starts anew makes its socket anew.
            close();
            throw e;
        }
        if (bytes.length < whole.length) {
            shortened.incrementAndGet();
        }
        return 1;
    }

    @Override
    public long shortened() {
        return shortened.get();
    }

    @Override
    public void reopen() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        LocalSyslog.Way open = way;
        way = null;
        if (open != null) {
            open.close();
        }
    }
}
