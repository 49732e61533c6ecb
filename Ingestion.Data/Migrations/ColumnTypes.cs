using System.Globalization;
using FluentMigrator.Builders.Create.Table;

namespace Ingestion.Data.Migrations;

/// <summary>
/// Column types that SQLite and MySQL both take as written. FluentMigrator's own text types would be utf8mb3 on MySQL,
/// which has no room for emoji, and its double would be NUMERIC on SQLite, which stores 1.0 as an integer.
/// </summary>
internal static class ColumnTypes
{
    public static ICreateTableColumnOptionOrWithColumnSyntax AsId(this ICreateTableColumnAsTypeSyntax column) => column.AsText(36);

    public static ICreateTableColumnOptionOrWithColumnSyntax AsWord(this ICreateTableColumnAsTypeSyntax column) => column.AsText(20);

    public static ICreateTableColumnOptionOrWithColumnSyntax AsText(this ICreateTableColumnAsTypeSyntax column, int characters) =>
        column.AsCustom(string.Create(CultureInfo.InvariantCulture, $"VARCHAR({characters})"));

    public static ICreateTableColumnOptionOrWithColumnSyntax AsLongText(this ICreateTableColumnAsTypeSyntax column) => column.AsCustom("LONGTEXT");

    public static ICreateTableColumnOptionOrWithColumnSyntax AsReal(this ICreateTableColumnAsTypeSyntax column) => column.AsCustom("DOUBLE");
}
