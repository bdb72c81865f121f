package dev.kansoku.cli;

/** Where the command starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {}
}
