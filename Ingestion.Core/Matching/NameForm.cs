using System.Text;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Matching;

/// <summary>
/// A column's name without what senders write in different ways: case, accents, white space, punctuation and the humps of camel case.
/// <c>unitPrice</c>, <c>UNIT_PRICE</c> and <c>Unit price</c> are <c>unitprice</c>.
/// </summary>
internal static class NameForm
{
    /// <summary>The letters and digits that are left; empty where there are none. Digits that stood apart stay so: <c>1_1</c> is not <c>11</c>.</summary>
    public static string Of(string name)
    {
        var form = new StringBuilder();
        foreach (var word in LooseKey.Words(Encoding.UTF8.GetBytes(name)))
        {
            if (form.Length > 0 && char.IsDigit(form[^1]) && char.IsDigit(word[0]))
                form.Append(' ');
            form.Append(word);
        }
        return form.ToString();
    }

    /// <summary>The digits of a form. Names that differ in them, such as <c>address1</c> and <c>address2</c>, are not misspelt but different.</summary>
    public static string DigitsOf(string form) => string.Concat(form.Where(char.IsDigit));
}
