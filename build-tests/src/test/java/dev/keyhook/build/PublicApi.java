package dev.keyhook.build;

import static java.util.stream.Collectors.joining;

import java.lang.annotation.Annotation;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The public API of a module: its public types, and their public and protected members with all
 * types in their signatures, including nullness.
 */
final class PublicApi {

  private static final String NULLABLE = "org.jspecify.annotations.Nullable";

  private final ModuleDescriptor descriptor;
  private final List<Class<?>> types;

  private PublicApi(ModuleDescriptor descriptor, List<Class<?>> types) {
    this.descriptor = descriptor;
    this.types = types;
  }

  static PublicApi of(PublishedModule module) {
    List<Class<?>> types = new ArrayList<>();
    for (String path : module.files().keySet()) {
      if (!path.endsWith(".class") || path.endsWith("-info.class")) {
        continue;
      }
      String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
      if (module.publicPackages().contains(name.substring(0, name.lastIndexOf('.')))) {
        Class<?> type = load(name);
        if (isVisible(type)) {
          types.add(type);
        }
      }
    }
    types.sort(Comparator.comparing(Class::getName));
    return new PublicApi(module.descriptor(), types);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApi.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
      if (at.isAnonymousClass()
          || at.isLocalClass()
          || !(Modifier.isPublic(at.getModifiers()) || Modifier.isProtected(at.getModifiers()))) {
        return false;
      }
    }
    return true;
  }

  List<Class<?>> types() {
    return types;
  }

  // ---- As text

  /** Returns one line for the module and for each type, and indented below one for each member. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(moduleLines());
    for (Class<?> type : types) {
      lines.add("");
      lines.add(declaration(type));
      members(type).values().stream().map(line -> "  " + line).forEach(lines::add);
    }
    return lines;
  }

  private List<String> moduleLines() {
    List<String> lines = new ArrayList<>();
    for (ModuleDescriptor.Requires required : descriptor.requires()) {
      if (!required.modifiers().contains(ModuleDescriptor.Requires.Modifier.MANDATED)) {
        String modifiers =
            required.modifiers().stream()
                .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
                .sorted()
                .collect(joining());
        lines.add("  requires " + modifiers + required.name());
      }
    }
    for (ModuleDescriptor.Exports exported : descriptor.exports()) {
      String friends = exported.targets().stream().sorted().collect(joining(", "));
      lines.add("  exports " + exported.source() + (friends.isEmpty() ? "" : " to " + friends));
    }
    lines.sort(Comparator.naturalOrder());
    lines.add(0, "module " + descriptor.name());
    return lines;
  }

  private static String declaration(Class<?> type) {
    StringBuilder line = new StringBuilder();
    if (type.isAnnotationPresent(Deprecated.class)) {
      line.append("@Deprecated ");
    }
    int ignored = type.isInterface() || type.isEnum() ? Modifier.ABSTRACT | Modifier.FINAL : 0;
    int modifiers = type.getModifiers() & ~ignored & ~Modifier.INTERFACE;
    if (type.isEnum() || type.isRecord()) {
      modifiers &= ~Modifier.STATIC;
    }
    line.append(modifiers(modifiers & Modifier.classModifiers()));
    if (type.isSealed()) {
      line.append("sealed ");
    }
    line.append(kind(type)).append(' ').append(type.getName().replace('$', '.'));
    line.append(typeParameters(type.getTypeParameters(), type));
    if (type.getGenericSuperclass() != null
        && type.getSuperclass() != Object.class
        && !type.isEnum()
        && !type.isRecord()) {
      line.append(" extends ").append(name(type.getAnnotatedSuperclass(), type));
    }
    AnnotatedType[] interfaces = type.getAnnotatedInterfaces();
    if (interfaces.length > 0) {
      line.append(type.isInterface() ? " extends " : " implements ");
      line.append(Stream.of(interfaces).map(i -> name(i, type)).sorted().collect(joining(", ")));
    }
    if (type.isSealed()) {
      // Hidden subtypes are not listed by name, but their presence is.
      line.append(
          Stream.of(type.getPermittedSubclasses())
              .map(
                  permitted ->
                      isVisible(permitted) ? name((Type) permitted, type) : "(a hidden type)")
              .sorted()
              .collect(joining(", ", " permits ", "")));
    }
    return line.toString();
  }

  private static String kind(Class<?> type) {
    return type.isAnnotation()
        ? "@interface"
        : type.isInterface()
            ? "interface"
            : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
  }

  /** Fields first, in the order of an enum's constants, then constructors and methods by name. */
  private static Map<String, String> members(Class<?> type) {
    Map<String, String> lines = new LinkedHashMap<>();
    int ordinal = 0;
    Map<String, String> fields = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.isEnumConstant()) {
        lines.put("enum " + ordinal++, deprecation(field) + field.getName());
      } else if (isVisible(field)) {
        fields.put(
            "field " + field.getName(),
            deprecation(field)
                + modifiers(field.getModifiers() & Modifier.fieldModifiers())
                + name(field.getAnnotatedType(), type)
                + " "
                + field.getName()
                + constant(field));
      }
    }
    lines.putAll(fields);
    Map<String, String> executables = new TreeMap<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor)) {
        executables.put(
            "0 " + parameters(constructor, type),
            deprecation(constructor)
                + modifiers(constructor.getModifiers() & Modifier.constructorModifiers())
                + spaced(typeParameters(constructor.getTypeParameters(), type))
                + type.getSimpleName()
                + parameters(constructor, type)
                + thrown(constructor, type));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method)) {
        executables.put(
            "1 " + method.getName() + parameters(method, type) + method.getReturnType(),
            deprecation(method) + declaration(method, type));
      }
    }
    lines.putAll(executables);
    return lines;
  }

  private static String declaration(Method method, Class<?> type) {
    int modifiers = method.getModifiers() & Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED;
    if (type.isInterface()) {
      modifiers &= ~Modifier.ABSTRACT;
    }
    if (Modifier.isFinal(type.getModifiers())) {
      modifiers &= ~Modifier.FINAL;
    }
    return modifiers(modifiers)
        + (method.isDefault() ? "default " : "")
        + spaced(typeParameters(method.getTypeParameters(), type))
        + name(method.getAnnotatedReturnType(), type)
        + " "
        + method.getName()
        + parameters(method, type)
        + thrown(method, type)
        + (method.getDefaultValue() == null ? "" : " default " + method.getDefaultValue());
  }

  private static boolean isVisible(Member member) {
    return !member.isSynthetic()
        && (Modifier.isPublic(member.getModifiers())
            || (Modifier.isProtected(member.getModifiers())
                && !Modifier.isFinal(member.getDeclaringClass().getModifiers())));
  }

  private static String deprecation(java.lang.reflect.AnnotatedElement element) {
    return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
  }

  /** Omits {@code public}, which all members have. */
  private static String modifiers(int modifiers) {
    return spaced(Modifier.toString(modifiers & ~Modifier.PUBLIC));
  }

  private static String spaced(String text) {
    return text.isEmpty() ? "" : text + " ";
  }

  /**
   * The compiler copies constants into the code that uses them, so their values are part of the
   * API.
   */
  private static String constant(Field field) {
    int modifiers = field.getModifiers();
    boolean isConstant =
        Modifier.isStatic(modifiers)
            && Modifier.isFinal(modifiers)
            && Modifier.isPublic(modifiers)
            && (field.getType().isPrimitive() || field.getType() == String.class);
    try {
      return isConstant ? " = " + field.get(null) : "";
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String parameters(Executable executable, Class<?> at) {
    AnnotatedType[] parameters = executable.getAnnotatedParameterTypes();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < parameters.length; i++) {
      String name = name(parameters[i], at);
      names.add(
          executable.isVarArgs() && i == parameters.length - 1
              ? name.replaceFirst("\\[\\]$", "...")
              : name);
    }
    return names.stream().collect(joining(", ", "(", ")"));
  }

  private static String thrown(Executable executable, Class<?> at) {
    Type[] thrown = executable.getGenericExceptionTypes();
    return thrown.length == 0
        ? ""
        : Stream.of(thrown).map(e -> name(e, at)).sorted().collect(joining(", ", " throws ", ""));
  }

  private static String typeParameters(TypeVariable<?>[] parameters, Class<?> at) {
    if (parameters.length == 0) {
      return "";
    }
    return Stream.of(parameters)
        .map(
            parameter -> {
              String bounds =
                  Stream.of(parameter.getAnnotatedBounds())
                      .filter(bound -> bound.getType() != Object.class || isNullable(bound))
                      .map(bound -> name(bound, at))
                      .collect(joining(" & "));
              return parameter.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
            })
        .collect(joining(", ", "<", ">"));
  }

  private static boolean isNullable(AnnotatedType type) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getName().equals(NULLABLE)) {
        return true;
      }
    }
    return false;
  }

  private static String name(AnnotatedType annotated, Class<?> at) {
    String nullable = isNullable(annotated) ? "@Nullable " : "";
    if (annotated instanceof AnnotatedParameterizedType type) {
      Type raw = ((ParameterizedType) type.getType()).getRawType();
      return nullable
          + name(raw, at)
          + Stream.of(type.getAnnotatedActualTypeArguments())
              .map(argument -> name(argument, at))
              .collect(joining(", ", "<", ">"));
    }
    if (annotated instanceof AnnotatedArrayType array) {
      return name(array.getAnnotatedGenericComponentType(), at)
          + (nullable.isEmpty() ? "" : " " + nullable)
          + "[]";
    }
    if (annotated instanceof AnnotatedWildcardType wildcard) {
      AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
      AnnotatedType[] upper = wildcard.getAnnotatedUpperBounds();
      return lower.length > 0
          ? "? super " + name(lower[0], at)
          : upper.length == 0 || (upper[0].getType() == Object.class && !isNullable(upper[0]))
              ? "?"
              : "? extends " + name(upper[0], at);
    }
    if (annotated instanceof AnnotatedTypeVariable variable) {
      return nullable + variable.getType().getTypeName();
    }
    return nullable + name(annotated.getType(), at);
  }

  /** Omits the package if it is {@code java.lang} or that of the type itself. */
  private static String name(Type type, Class<?> at) {
    if (!(type instanceof Class<?> named)) {
      return type.getTypeName();
    }
    if (named.isArray()) {
      return name((Type) named.getComponentType(), at) + "[]";
    }
    String name = named.getName().replace('$', '.');
    String packageName = named.getPackageName();
    return named.isPrimitive()
            || !(packageName.equals("java.lang") || packageName.equals(at.getPackageName()))
        ? name
        : name.substring(packageName.length() + 1);
  }

  // ---- As types

  /** Returns the types in the declaration of a type, without those of its members. */
  static Set<Class<?>> typesInDeclaration(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    collect(type.getGenericSuperclass(), found);
    collect(Arrays.asList(type.getGenericInterfaces()), found);
    for (TypeVariable<?> parameter : type.getTypeParameters()) {
      collect(Arrays.asList(parameter.getBounds()), found);
    }
    for (Annotation annotation : type.getDeclaredAnnotations()) {
      found.add(annotation.annotationType());
    }
    return found;
  }

  /** Returns the types in each visible member, by the member's line of text. */
  static Map<String, Set<Class<?>>> typesInMembers(Class<?> type) {
    Map<String, Set<Class<?>>> all = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field)) {
        Set<Class<?>> found = new LinkedHashSet<>();
        collect(field.getGenericType(), found);
        annotations(field.getDeclaredAnnotations(), found);
        annotations(field.getAnnotatedType().getAnnotations(), found);
        all.put(type.getName() + "." + field.getName(), found);
      }
    }
    Stream.concat(
            Stream.of(type.getDeclaredConstructors()).map(Executable.class::cast),
            Stream.of(type.getDeclaredMethods()))
        .filter(PublicApi::isVisible)
        .forEach(
            executable -> {
              Set<Class<?>> found = new LinkedHashSet<>();
              collect(Arrays.asList(executable.getGenericParameterTypes()), found);
              collect(Arrays.asList(executable.getGenericExceptionTypes()), found);
              if (executable instanceof Method method) {
                collect(method.getGenericReturnType(), found);
              }
              for (TypeVariable<?> parameter : executable.getTypeParameters()) {
                collect(Arrays.asList(parameter.getBounds()), found);
              }
              annotations(executable.getDeclaredAnnotations(), found);
              annotations(executable.getAnnotatedReturnType().getAnnotations(), found);
              for (AnnotatedType parameter : executable.getAnnotatedParameterTypes()) {
                annotations(parameter.getAnnotations(), found);
              }
              String name = executable instanceof Constructor ? "<init>" : executable.getName();
              all.put(type.getName() + "." + name + parameters(executable, Object.class), found);
            });
    return all;
  }

  private static void annotations(Annotation[] annotations, Set<Class<?>> found) {
    for (Annotation annotation : annotations) {
      found.add(annotation.annotationType());
    }
  }

  private static void collect(Collection<? extends Type> types, Set<Class<?>> found) {
    types.forEach(type -> collect(type, found));
  }

  private static void collect(Type type, Set<Class<?>> found) {
    if (type instanceof Class<?> named) {
      Class<?> element = named;
      while (element.isArray()) {
        element = element.getComponentType();
      }
      found.add(element);
    } else if (type instanceof ParameterizedType parameterized) {
      collect(parameterized.getRawType(), found);
      collect(Arrays.asList(parameterized.getActualTypeArguments()), found);
    } else if (type instanceof GenericArrayType array) {
      collect(array.getGenericComponentType(), found);
    } else if (type instanceof WildcardType wildcard) {
      collect(Arrays.asList(wildcard.getUpperBounds()), found);
      collect(Arrays.asList(wildcard.getLowerBounds()), found);
    }
  }
}
