using Ingestion.Core.Tests.Corpora;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>docling's workbooks: titles, gaps, several tables a sheet.</summary>
public sealed class DoclingTests
{
    /// <summary>A file and what it holds: each sheet's name after <c>---</c>, and its rows as <see cref="SheetText"/> writes them.</summary>
    public static TheoryData<string, string> Files { get; } = new()
    {
        {
            "xlsx_03_chartsheet.xlsx",
            """
            --- Duck Observations
            1: A=Year B=Freshwater Ducks C=Saltwater Ducks D=Ducks
            2: A=#2019 B=#120 C=#80 D=#200
            3: A=#2020 B=#135 C=#95 D=#230
            4: A=#2021 B=#150 C=#100 D=#250
            5: A=#2022 B=#170 C=#110 D=#280
            6: A=#2023 B=#160 C=#120 D=#280
            7: A=#2024 B=#180 C=#130 D=#310
            --- Duck Chart
            """
        },
        {
            "xlsx_05_table_with_title.xlsx",
            """
            --- Duck Observations
            2: B=Number of freshwater ducks per year
            4: B=Year C=Freshwater Ducks
            5: B=#2019 C=#120
            6: B=#2020 C=#135
            7: B=#2021 C=#150
            8: B=#2022 C=#170
            9: B=#2023 C=#160
            10: B=#2024 C=#180
            """
        },
        {
            "xlsx_06_edge_cases_.xlsx",
            """
            --- missing_header_head
            1: B=Sub-category C=ID D=Question E=Answer F=Extra
            2: A=Overview B=Purpose and Use Cases C=AI 1 D=What is the main objective? E=The main objective is... F=Additional interviewers insights, or information
            3: A=Overview B=Purpose and Use Cases C=AI 2 D=What are the specific use cases? E=The AI is applied for... F=More information
            4: A=Overview B=Purpose and Use Cases C=AI 3 D=What types of data will the AI process? E=The AI processes code data F=With Privacy Mode disabled, no code data is stored
            --- Attached_left
            2: B=Product/Integration C=Sub-category D=ID E=Question F=Answer G=Extra
            3: B=Overview C=Purpose and Use Cases D=AI 1 E=What is the main objective? F=The main objective is... G=Additional interviewers insights, or information
            4: A=Attached left B=Overview C=Purpose and Use Cases D=AI 2 E=What are the specific use cases? F=The AI is applied for... G=More information
            5: B=Overview C=Purpose and Use Cases D=AI 3 E=What types of data will the AI process? F=The AI processes code data G=With Privacy Mode disabled, no code data is stored
            --- Diagonal
            1: A=Product/Integration B=Sub-category C=ID D=Question E=Answer F=Extra
            2: A=Overview B=Purpose and Use Cases C=AI 1 D=What is the main objective? E=The main objective is... F=Additional interviewers insights, or information
            3: A=Overview B=Purpose and Use Cases C=AI 2 D=What are the specific use cases? E=The AI is applied for... F=More information
            4: A=Overview B=Purpose and Use Cases C=AI 3 D=What types of data will the AI process? E=The AI processes code data F=With Privacy Mode disabled, no code data is stored
            5: G=G1 H=H1 I=I3
            6: G=Overview 1 H=Purpose 1 I=Extra 1
            7: G=Overview 2 H=Purpose 2 I=Extra 2
            """
        },
        {
            "xlsx_07_gap_tolerance_.xlsx",
            """
            --- Page 1
            1: D=HIGH VOLTAGE SWITCHBOARD H=MODEL-000
            2: A=E-123 D=DATA SHEET H=#2016
            3: H=Page 1 of 10
            5: A=Package no.: D=Doc. no.: H=Rev.
            6: A=#13156456 D=#144564 H=A
            8: A=Functional requirements
            10: A=Power system
            11: A=#1 C=Rated system voltage E=kV F=: G=130 (131 Um, 132 AC, 133 BIL)
            12: A=#2 C=Rated system frequency E=Hz F=: G=#134
            13: A=#3 C=No. of phases E=· F=: G=#3
            14: A=#4 C=System earthing F=: G=Solidly Earthed
            15: A=#5 C=Earth fault current E=A F=: G=135 kA
            16: A=#6 C=Control voltage supply E=· F=: G=2 x 136V AC UPS\n1 x 137V AC normal H=Note 1
            17: A=Construction
            18: A=#7 C=Metal-enclosed partition F=: G=Gas Insulated Switchgear (GIS) H=Non Sticky
            19: A=#8 C=VT for cable discharging· G=No
            20: A=#9 C=Voltage and Current measurement· G=Low Power Instrument Transformers
            21: A=Environmental conditions
            22: A=#10 C=Hazardous area classification F=: G=Non hazardous
            23: A=#11 C=Ambient temp. E=ºC F=: G=Min. -5, max. +40
            24: A=#12 C=Location F=: G=Indoor
            25: A=#13 C=Humidity E=% F=: G=#100
            26: A=Arc test
            27: A=#14 C=Arc testing E=Yes/no F=: G=Yes H=Note 2
            28: A=Notes
            29: A=#1 C=Converted to 110VDC·
            30: A=#2 C=Arc test (type test)
            """
        },
        {
            "xlsx_08_one_cell_anchor.xlsx",
            """
            --- Sheet1
            1: A=Header1 B=Header2
            2: A=data1 B=data2
            3: A=data3 B=data4
            """
        },
        {
            "xlsx_09_section_label_header.xlsx",
            """
            --- Library Catalog
            1: A=Reading List
            2: A=# B=Genre C=Sub-Genre D=Title E=Author F=Publisher G=Added
            3: A=1 B=Fiction C=Mystery D=The Hound of the Baskervilles E=Arthur Conan Doyle F=George Newnes G=1902
            4: A=2 B=Non-fiction C=Science D=A Brief History of Time E=Stephen Hawking F=Bantam Books G=1988
            """
        },
        {
            "xlsx_comments.xlsx",
            """
            --- Sheet1
            1: A=Python is great
            2: B=Machine learning libraries
            6: D=Year E=Freshwater Ducks F=Saltwater Ducks G=Ducks
            7: D=#2019 E=#120 F=#80 G=#200
            8: D=#2020 E=#135 F=#95 G=#230
            9: D=#2021 E=#150 F=#100 G=#250
            10: D=#2022 E=#170 F=#110 G=#280
            11: D=#2023 E=#160 F=#120 G=#280
            12: D=#2024 E=#180 F=#130 G=#310
            """
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_File_GivesItsRows(string file, string expected) =>
        Assert.Equal(expected, SheetText.OfAll(CorpusFiles.Read($"docling-xlsx/{file}")));
}
