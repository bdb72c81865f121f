// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import dev.kansoku.containers.Announcements;
import dev.kansoku.containers.Announcer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Follows the pods of this node and announces what the Kubernetes API tells of them. Two watches,
 * for the node's pods and for services; everything else is asked for by name. What goes wrong is
 * told once, and tried again until this is closed.
 */
public final class KubernetesWatch implements Announcer {
    private final ApiClient client;
    private final Troubles troubles;
    private final PodBoard board;
    private final Pace pace;
    private final String node;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Prepares the watch; asks nothing yet.
     *
     * @param notes takes a line for people where something goes wrong, from any thread
     * @throws IOException where certificates or a key cannot be read
     */
    public KubernetesWatch(ApiAccess access, Announcements announcements, Consumer<String> notes)
            throws IOException {
        this(access, announcements, notes, Pace.DEFAULT);
    }

    KubernetesWatch(
            ApiAccess access, Announcements announcements, Consumer<String> notes, Pace pace)
            throws IOException {
        this.client = new ApiClient(access);
        this.troubles = new Troubles(client.address(), notes);
        this.pace = pace;
        this.node = access.node();
        this.board = new PodBoard(announcements, new Owners(client, pace, troubles), threads, pace);
    }

    /** Begins to ask. Called once. */
    public void start() {
        String ofNode =
                "&fieldSelector=spec.nodeName%3D" + URLEncoder.encode(node, StandardCharsets.UTF_8);
        follow("services", "/api/v1/services", "", board.services());
        follow("pods", "/api/v1/pods", ofNode, board.pods());
        threads.execute(this::refresh);
    }

    private void follow(String what, String path, String selector, ListWatch.Listener listener) {
        threads.execute(new ListWatch(client, what, path, selector, pace, troubles, listener));
    }

    private void refresh() {
        try {
            while (true) {
                Thread.sleep(Pace.spread(pace.freshFailure().toMillis()));
                board.refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the capture is over
        }
    }

    @Override
    public boolean isSettled() {
        return board.isSettled();
    }

    /** How it went so far. */
    public Account account() {
        return new Account(client.requests(), troubles.count(), board.size(), board.notKept());
    }

    /**
     * What became of the questions.
     *
     * @param requests how often the API was asked
     * @param failed how often it did not answer as it should
     * @param pods pods of this node that are known
     * @param notKept pods and services that found no room
     */
    public record Account(long requests, long failed, int pods, long notKept) {}

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
