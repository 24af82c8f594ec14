using System.Reflection;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Discovery;

/// <summary>Why a candidate is refused, in words that tell an administrator what to do.</summary>
internal static class Reasons
{
    public static readonly LocalizedText NoAssembly = new(
        "フォルダーと同じ名前の DLL がありません。ビルド済みのモジュール一式を置いてください。",
        "There is no DLL with the folder's name. Put the whole built module into the folder.");

    public static readonly LocalizedText NotAModule = new(
        "このプラットフォームのモジュールではありません（Kenmin.Modularity を参照していません）。",
        "This is not a module of this platform (it does not reference Kenmin.Modularity).");

    public static LocalizedText OtherContract(int built, int expected) => new(
        $"契約バージョン {built} 向けに作られています。このホストの契約バージョンは {expected} です。作り直してください。",
        $"It was built for contract version {built}; this host has version {expected}. Build it again.");

    public static LocalizedText NotOneModule(int count) => new(
        $"モジュールのクラスがちょうど 1 つ必要ですが、{count} 個あります。",
        $"Exactly one module class is expected; there are {count}.");

    public static LocalizedText KeyTaken(string key, string by) => new(
        $"キー「{key}」はすでに {by} で使われています。別のキーにしてください。",
        $"The key '{key}' is already used by {by}. Choose another one.");

    public static LocalizedText BadKey(string key) => new(
        $"キー「{key}」は使えません。英小文字・数字・ハイフンで、予約語以外にしてください。",
        $"The key '{key}' cannot be used. Use lower-case letters, digits and hyphens, and no reserved word.");

    public static LocalizedText BadPrefix(string key, string module) => new(
        $"「{key}」は「{module}.」で始まる必要があります。",
        $"'{key}' must start with '{module}.'.");

    public static LocalizedText NeedsItself(string feature) => new(
        $"機能「{feature}」が、たどると自分自身を必要としています。",
        $"The feature '{feature}' needs itself by way of what it needs.");

    public static LocalizedText CannotBeLoaded(Exception exception) => new(
        $"読み込めません: {Message(exception)}", $"It cannot be loaded: {Message(exception)}");

    public static LocalizedText FailedToRegister(Exception exception) => new(
        $"登録の途中で失敗しました: {Message(exception)}", $"It failed while registering itself: {Message(exception)}");

    private static string Message(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Message(inner),
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => first.Message,
        _ => exception.Message,
    };
}
