// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.render.AddressText;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Makes threads and fds of what was there before the first event. */
final class StartTables {
    /** By how much the clock of starts may be ahead of that of events, nanoseconds. */
    private static final long CLOCK_SLACK = 1_000_000;

    private final ThreadTable threads;
    private final NetworkInterfaces interfaces;
    private final SocketNames names;
    private final Paths paths;
    private final SharedTexts texts;

    /** Ports that this machine serves: a socket with one of them is a server's end. */
    private final BitSet serverPorts = new BitSet();

    private boolean open;

    StartTables(
            ThreadTable threads,
            NetworkInterfaces interfaces,
            SocketNames names,
            Paths paths,
            SharedTexts texts) {
        this.threads = threads;
        this.interfaces = interfaces;
        this.names = names;
        this.paths = paths;
        this.texts = texts;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether sockets of this machine were listening on a port when the section began. */
    boolean isServed(int port) {
        return serverPorts.get(port & 0xffff);
    }

    void clear() {
        serverPorts.clear();
        open = false;
    }

    void process(ProcessEntry entry) {
        open = true;
        ThreadState thread = new ThreadState(entry.tid, new FdTable(threads.budget()));
        thread.told = ThreadState.BY_TABLES;
        fill(thread, entry);
        threads.put(thread);
    }

    /** What an entry says of a thread that has no texts yet. */
    void fill(ThreadState thread, ProcessEntry entry) {
        TextPool<KeptText> words = threads.texts().words;
        thread.changed();
        thread.pid = entry.pid;
        thread.ppid = entry.ptid;
        thread.creator = entry.ptid;
        thread.sid = entry.sid;
        thread.vpgid = entry.vpgid;
        thread.pgid = entry.pgid;
        thread.vtid = entry.vtid;
        thread.vpid = entry.vpid;
        thread.comm = words.of(entry.comm);
        thread.exe = words.of(entry.exe);
        thread.exepath = words.of(entry.exepath);
        thread.args = words.of(entry.args);
        thread.env = words.of(entry.env);
        if (thread.isMain()) {
            thread.cwd = words.of(paths.directory(Bytes.EMPTY, entry.cwd));
        }
        thread.root = words.of(entry.root);
        thread.cgroups = threads.texts().cgroups.of(entry.cgroups);
        thread.fdLimit = entry.fdLimit;
        thread.flags = entry.flags;
        thread.uid = entry.uid;
        thread.gid = entry.gid;
        thread.loginUid = entry.loginUid;
        thread.vmSize = entry.vmSize;
        thread.vmRss = entry.vmRss;
        thread.vmSwap = entry.vmSwap;
        thread.majorFaults = entry.majorFaults;
        thread.minorFaults = entry.minorFaults;
        thread.pidnsStart = entry.pidnsStart;
        thread.startTimestamp = entry.startTime;
        thread.notBefore = Math.max(0, entry.startTime - CLOCK_SLACK);
        thread.tty = entry.tty;
        thread.exeWritable = entry.exeWritable;
        thread.exeUpperLayer = entry.exeUpperLayer;
        thread.exeLowerLayer = entry.exeLowerLayer;
        thread.exeFromMemfd = entry.exeFromMemfd;
        thread.capInheritable = entry.capInheritable;
        thread.capPermitted = entry.capPermitted;
        thread.capEffective = entry.capEffective;
        thread.exeInode = entry.exeInode;
        thread.exeInodeCtime = entry.exeInodeCtime;
        thread.exeInodeMtime = entry.exeInodeMtime;
    }

    void fd(long tid, FdEntry entry) {
        ThreadState thread = threads.get(tid);
        if (thread == null || entry.number() < 0) {
            return;
        }
        open = true;
        FdState fd = new FdState();
        fd.type = entry.type();
        fd.name = texts.of(entry.name(), 0, entry.name().length);
        fd.openFlags = entry.flags();
        fd.device = (int) entry.device();
        fd.inode = entry.inode();
        if (fd.type.isInternet()) {
            internet(fd, entry.socket());
        } else if (fd.type == FdType.UNIX_SOCKET) {
            SocketEntry socket = entry.socket();
            fd.detail(new FdDetail.Unix(socket.unixSource(), socket.unixDestination()));
            fd.server(isServer(fd, socket));
            fd.client(!fd.server());
        }
        thread.ownFds.put(entry.number(), fd);
    }

    private void internet(FdState fd, SocketEntry socket) {
        byte[] source = socket.source();
        if (fd.type.isServer()) {
            serverPorts.set(socket.sourcePort() & 0xffff);
            fd.detail(ends(source, socket, Bytes.EMPTY, 0));
        } else {
            byte[] destination = socket.destination();
            if (isMapped(source) && isMapped(destination)) {
                fd.type = FdType.IPV4_SOCKET;
                source = Arrays.copyOfRange(source, 12, 16);
                destination = Arrays.copyOfRange(destination, 12, 16);
            }
            fd.detail(ends(source, socket, destination, socket.destinationPort()));
            if (isNew(socket)) {
                return;
            }
            fd.connected(socket.protocol() == FdState.L4_TCP);
            if (fd.type == FdType.IPV4_SOCKET) {
                Endpoints.infer(fd, interfaces);
            }
        }
        fd.name = names.of(fd);
    }

    /** A socket that is neither bound nor connected is as one just made: it has no name. */
    private static boolean isNew(SocketEntry socket) {
        return socket.sourcePort() == 0
                && socket.destinationPort() == 0
                && isZero(socket.source())
                && isZero(socket.destination());
    }

    private static boolean isZero(byte[] address) {
        for (byte b : address) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Where its source does not know, a unix socket with a name is a server's. */
    private static boolean isServer(FdState fd, SocketEntry socket) {
        return switch (socket.role()) {
            case CLIENT -> false;
            case SERVER -> true;
            case UNKNOWN -> fd.name.length > 0;
        };
    }

    private FdDetail.Internet ends(byte[] source, SocketEntry socket, byte[] other, int port) {
        return new FdDetail.Internet(
                texts.of(source, 0, source.length),
                socket.sourcePort(),
                texts.of(other, 0, other.length),
                port,
                socket.protocol());
    }

    private static boolean isMapped(byte[] address) {
        return address.length == 16 && AddressText.isMapped(address, 0);
    }

    /** All tables are in: finds out who started whom, and which end of a socket is the server's. */
    void close() {
        open = false;
        Map<SessionKey, Session> sessions = new HashMap<>();
        threads.forEach(
                thread -> {
                    threads.connect(thread);
                    thread.ownFds.forEach(this::setRole);
                    if (thread.sid > 0 && thread.session == null) {
                        SessionKey key = new SessionKey(thread.pidnsStart, thread.sid);
                        thread.session = sessions.computeIfAbsent(key, _ -> new Session());
                    }
                });
    }

    /** A session's number means nothing outside of its pid namespace. */
    private record SessionKey(long pidnsStart, long sid) {}

    private void setRole(FdState fd) {
        boolean unnamed = fd.name.length == 0;
        if (fd.type != FdType.IPV4_SOCKET || unnamed || fd.client() || fd.server()) {
            return;
        }
        if (isServed(fd.sourcePort())) {
            Endpoints.swap(fd);
            fd.name = names.of(fd);
            fd.server(true);
        } else {
            fd.client(true);
        }
    }
}
