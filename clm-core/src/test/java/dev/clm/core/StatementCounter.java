package dev.clm.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** Counts the texts that this thread prepares (requirement T5), but not one that only sets the tenant. */
final class StatementCounter {
    private static final ThreadLocal<Integer> COUNT = ThreadLocal.withInitial(() -> 0);

    private final DataSource dataSource;

    StatementCounter(DataSource target) {
        this.dataSource = proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(() -> method.invoke(target, arguments));
            return result instanceof Connection connection ? counting(connection) : result;
        });
    }

    DataSource dataSource() {
        return dataSource;
    }

    static int count(Runnable work) {
        COUNT.set(0);
        work.run();
        return COUNT.get();
    }

    private static Connection counting(Connection target) {
        return proxy(Connection.class, (self, method, arguments) -> {
            boolean setsTenant =
                    arguments != null && String.valueOf(arguments[0]).matches("select set_config[^;]*");
            if (method.getName().matches("prepare(Statement|Call)|createStatement") && !setsTenant) {
                COUNT.set(COUNT.get() + 1);
            }
            return call(() -> method.invoke(target, arguments));
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(StatementCounter.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Invocation invocation) throws Throwable {
        try {
            return invocation.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface Invocation {
        Object run() throws ReflectiveOperationException;
    }
}
