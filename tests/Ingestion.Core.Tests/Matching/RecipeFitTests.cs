using Ingestion.Contracts;
using Ingestion.Core.Matching;
using Ingestion.Core.Plans;
using Ingestion.Core.Tests.Rules;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Matching;

/// <summary>Saved recipes on files whose columns are renamed or reordered.</summary>
public sealed class RecipeFitTests
{
    private static readonly Recipe Orders = new()
    {
        Mapping = [new("order_id", "id", ColumnType.Integer), new("customerName"), new("unit_price", "price", ColumnType.Decimal, "18,2"), new("both")],
        Rules =
        [
            Recipes.Rule("join", RuleType.Concat, null, """{"columns":["customerName","e_mail"],"separator":"/","into":"both"}"""),
            Recipes.Rule("there", RuleType.NotNull, "e_mail"),
            Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["e_mail"]}"""),
            Recipes.Rule("sum", RuleType.Expression, null, """{"expression":"price <= [max price] and length(customerName) > 1"}"""),
        ],
    };

    public static TheoryData<string, int> Examples() => RulePageTests.Examples();

    [Fact]
    public void Fit_RenamedAndReorderedColumns_RunsAsOnItsOwn()
    {
        const string Own = "order_id,customerName,unit_price,e_mail,max price\n1,Ada,1.50,a@x,2\n2,Bob,3,b@x,2\n3,Cy,1,a@x,2\n";
        const string Other = "region,Max Price,E-Mail,Unit price,Order ID,custmer_name\nn,2,a@x,1.50,1,Ada\ns,2,b@x,3,2,Bob\nw,2,a@x,1,3,Cy\n";

        var fit = Fit(Orders, Other);
        var (own, other) = (EngineRun.Of(Own, Orders), EngineRun.Of(Other, fit.Recipe));

        Assert.Equal("id,customerName,price,both\n1,Ada,1.50,Ada/a@x\n", own.Csv);
        Assert.Equal((own.Csv, own.Counts), (other.Csv, other.Counts));
        Assert.Equal(
            "Recipe 'orders', version 3: 'order_id' is read from 'Order ID' (NORMALIZED, 1.00), 'customerName' is read from 'custmer_name' (EDIT_DISTANCE, 0.92), "
                + "'unit_price' is read from 'Unit price' (NORMALIZED, 1.00), 'e_mail' is read from 'E-Mail' (NORMALIZED, 1.00), 'max price' is read from 'Max Price' (NORMALIZED, 1.00). Not used: 'region'.",
            MatchText.Of(fit.Match));
    }

    [Fact]
    public void Fit_ItsOwnColumns_LeavesTheRecipeAsItIs()
    {
        var fit = Fit(Orders, "max price,e_mail,unit_price,customerName,order_id\n1,a,2,b,3\n");

        Assert.Same(Orders, fit.Recipe);
        Assert.Equal("Recipe 'orders', version 3: every column that it names is in the file under that name.", MatchText.Of(fit.Match));
        Assert.Empty(fit.Match.ForJob().Matches);
    }

    [Fact]
    public void Fit_WithoutAMapping_KeepsEveryColumnAndCallsItAsTheRecipeDoes() =>
        Assert.Equal("n,e_mail\n1,x\n", EngineRun.Of("n,E-Mail\n1,x\n2,\n", Fit(Recipes.Of(Recipes.Rule("r", RuleType.NotNull, "e_mail")), "n,E-Mail\n1,x\n2,\n").Recipe).Csv);

    [Fact]
    public void Fit_ColumnBelowTheThreshold_IsRefusedWithWhatComesNear() =>
        Assert.Equal(
            "The recipe does not fit the file. rules[0].column: There is no column 'e-mail'. The source has 'id', 'Email address'. Nearest: 'Email address' (0.42); name the one that is meant, or have source.renames call it 'e-mail'.",
            EngineRun.Refusal("id,Email address\n1,x\n", Fit(Recipes.Of(Recipes.Rule("r", RuleType.NotNull, "e-mail")), "id,Email address\n1,x\n").Recipe));

    [Fact]
    public void Fit_RenamesOfTheRecipe_GoFirst()
    {
        var recipe = Recipes.Of(Recipes.Rule("r", RuleType.NotNull, "mail")) with { Source = new() { Renames = [new("Email address", "mail"), new("Courriel", "mail")] } };

        Assert.Equal("mail,Mail_1\nx,y\n", EngineRun.Of("Email address,Mail_1\nx,y\n", Fit(recipe, "Email address,Mail_1\nx,y\n").Recipe).Csv);
        Assert.Equal("mail\nx\n", EngineRun.Of("Courriel\nx\n", Fit(recipe, "Courriel\nx\n").Recipe).Csv);
        Assert.Contains("source.renames: Two columns of the source would be called 'mail'. Give one another name.", EngineRun.Refusal("Email address,Courriel\nx,y\n", recipe), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void RecipeColumns_OfEveryTemplate_AreThoseThatTheCompilerMisses(string template, int index)
    {
        var recipe = RulePageTests.RecipeOf(template, index);
        var names = RecipeColumns.Of(recipe);

        Assert.NotEmpty(names);
        Assert.Empty(Missing(names));
        Assert.All(names, name => Assert.Contains($"There is no column '{name}'.", Assert.Single(Missing([.. names.Where(other => other != name), "0"]).Distinct())));

        IEnumerable<string> Missing(IReadOnlyList<string> source) =>
            Plan.Compile(recipe, [.. source.Select(name => new SourceColumn(name, ColumnType.Text, null, ""))]).Problems
                .Select(problem => problem.Message).Where(message => message.Contains("There is no column", StringComparison.Ordinal))
                .Select(message => message[message.IndexOf("There is", StringComparison.Ordinal)..]);
    }

    private static RecipeFit Fit(Recipe recipe, string file) => RecipeFit.Of(
        new SavedRecipe { Id = RecipeId.New(), ProjectId = ProjectId.New(), Name = "orders", Version = 3, Hash = "", Recipe = recipe, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = UserId.New() },
        EngineRun.Of(file).Layout.Columns);
}
