using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Text;

/// <summary>A database's dump, and tables that only look like one.</summary>
public sealed class SqlScriptTests
{
    [Fact]
    public void Dump_Published_IsRefusedWithWhatToDo() =>
        Assert.Equal(Answer("DROP DATABASE"), EngineRun.Refusal(CorpusFiles.Read("chinook/Chinook_MySql.sql")));

    [Fact]
    public void Dump_AsLines_IsRead()
    {
        var run = EngineRun.Of(CorpusFiles.Read("chinook/Chinook_MySql.sql"), new Recipe { Source = new() { TextLayout = TextLayout.Lines, HeaderRows = 0 } });

        Assert.Equal(run.Counts.Read, run.Counts.Clean);
        Assert.Contains("CREATE DATABASE `Chinook`;", run.Rows);
    }

    [Theory]
    [InlineData("-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (b INT);\n", "DROP TABLE")]
    [InlineData("set names utf8;\ninsert into a values (1);\n", "SET")]
    [InlineData("INSERT INTO a (b, c) VALUES (1, 2);\r\nINSERT INTO a (b, c) VALUES (3, 4);\r\n", "INSERT INTO")]
    public void Script_IsRefused(string source, string beginning) => Assert.Equal(Answer(beginning), EngineRun.Refusal(source));

    [Theory]
    [InlineData("use,set\n1,2\n")]
    [InlineData("SET name,size\nINSERT INTO,2\n")]
    [InlineData("-- exported today\nid,name\n1,CREATE TABLE x\n")]
    [InlineData("/* never closed\nINSERT INTO a,b\n")]
    public void Table_OfSuchWords_IsRead(string source) => Assert.NotEqual(0, EngineRun.Of(source).Counts.Read);

    private static string Answer(string beginning) =>
        $"The file is an SQL script that begins with {beginning}, not a table, whatever its name says. Run it in a database and export the table as delimited text; to read each of its lines as a row, set source.textLayout to LINES.";
}
