package dev.clm.common.database;

import java.sql.SQLException;
import java.sql.Types;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.impl.DSL;

/** inet columns as text: jOOQ's open-source edition knows no such type. */
public final class InetBinding implements Binding<Object, String> {
    private static final long serialVersionUID = 1L;
    private static final Converter<Object, String> AS_TEXT =
            Converter.ofNullable(Object.class, String.class, Object::toString, text -> text);

    @Override
    public Converter<Object, String> converter() {
        return AS_TEXT;
    }

    @Override
    public void sql(BindingSQLContext<String> ctx) {
        ctx.render().visit(DSL.val(ctx.value(), String.class)).sql("::inet");
    }

    @Override
    public void register(BindingRegisterContext<String> ctx) throws SQLException {
        ctx.statement().registerOutParameter(ctx.index(), Types.VARCHAR);
    }

    @Override
    public void set(BindingSetStatementContext<String> ctx) throws SQLException {
        ctx.statement().setString(ctx.index(), ctx.value());
    }

    @Override
    public void get(BindingGetResultSetContext<String> ctx) throws SQLException {
        ctx.value(ctx.resultSet().getString(ctx.index()));
    }

    @Override
    public void get(BindingGetStatementContext<String> ctx) throws SQLException {
        ctx.value(ctx.statement().getString(ctx.index()));
    }

    @Override
    public void set(BindingSetSQLOutputContext<String> ctx) throws SQLException {
        ctx.output().writeString(ctx.value());
    }

    @Override
    public void get(BindingGetSQLInputContext<String> ctx) throws SQLException {
        ctx.value(ctx.input().readString());
    }
}
