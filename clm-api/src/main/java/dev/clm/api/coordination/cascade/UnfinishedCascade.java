package dev.clm.api.coordination.cascade;

/** An event concerns more rows than one delivery should take: the relay gives it back and goes on with others first. */
public final class UnfinishedCascade extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfinishedCascade() {
        super("to be continued", null, false, false);
    }
}
